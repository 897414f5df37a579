import { AsyncResource } from 'node:async_hooks';
import { Grouping } from './grouping.js';

const MAX_WAITING = 1_000;

/** Tasks of which a few run at a time and the others wait for their turn; who finds too many before it is told to come back. */
export class Turns {
  private readonly tasks: Grouping<() => Promise<unknown>, unknown>;

  constructor(atATime: number) {
    this.tasks = new Grouping({ maxGroup: 1, lanes: atATime, maxWaiting: MAX_WAITING }, (tasks) =>
      Promise.allSettled(tasks.map((task) => task())),
    );
  }

  /** @throws what the task throws; DomainError busy when it did not begin because too many wait, or for too long */
  async take<T>(task: () => Promise<T>): Promise<T> {
    // The turn of a task is given by whoever had the one before, and its log lines and its trace are its own.
    return (await this.tasks.add(AsyncResource.bind(task))) as T;
  }
}
