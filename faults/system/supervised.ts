import { setTimeout as delay } from 'node:timers/promises';
import { freezeProcesses, thawProcesses } from '#libs/testing';
import { EndedAtStart } from './start.js';

/** A program that runs, as the launchers of libs/embedded return it. */
export interface Running {
  readonly pid: number;
  /** Resolves with its exit code or signal. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Program<R extends Running> {
  readonly name: string;
  /** Resolves when it does its work. */
  start(): Promise<R>;
  /** All processes of it, for freezing; by default the one. */
  processes?(running: R): number[];
}

/** A disk may be full for a while, and what a killed server leaves behind may stand in the way. */
const START_LIMIT_MS = 90_000;
/** Longer than anything that a program in good order may still have to wait for. */
const END_LIMIT_MS = 60_000;

/**
 * Keeps a program running: when it dies, it is started again. Deaths that nobody ordered are remembered. When it cannot be
 * started any more, everybody who waits for it is told.
 */
export class Supervised<R extends Running = Running> {
  /** How it ended each time that nobody had ordered it. */
  readonly deaths: string[] = [];
  private running?: R;
  private wanted = false;
  private ordered = false;
  /** While the ground is taken away from under it, as by a full disk, it may end by itself. */
  mayDie = false;
  private whole = promised();
  private frozen: number[] = [];
  private ending: Promise<unknown> = Promise.resolve();

  constructor(private readonly program: Program<R>) {}

  get name(): string {
    return this.program.name;
  }

  /** @throws Error while it is down */
  get now(): R {
    if (!this.running) throw new Error(`${this.name} is down`);
    return this.running;
  }

  get isUp(): boolean {
    return this.running !== undefined;
  }

  async start(): Promise<void> {
    this.wanted = true;
    this.running = await this.tryToStart();
    this.whole.resolve();
    void this.running.ended.then((how) => this.onEnd(how));
  }

  /** Ends it in good order, or by a signal; it is not started again before `start`. @returns how it ended */
  async stop(signal?: NodeJS.Signals): Promise<string> {
    this.wanted = false;
    this.thaw();
    const { running } = this;
    if (!running) return 'was down';
    this.ordered = true;
    if (signal) process.kill(running.pid, signal);
    else await running.stop();
    return running.ended;
  }

  /**
   * SIGKILL, or another signal that ends it; SIGKILL follows when it does not. One after the other: two faults may want it.
   * Resolves when it has been started again. @returns how it ended
   */
  end(signal: NodeJS.Signals = 'SIGKILL'): Promise<string> {
    const ending = this.ending.then(() => this.endNow(signal));
    this.ending = ending.catch(() => undefined);
    return ending;
  }

  /** SIGTERM to a program of ours, which is to end by itself and with exit code 0. Resolves as `end` does. */
  async terminate(): Promise<string> {
    const how = await this.end('SIGTERM');
    if (how !== 'exit code 0') this.deaths.push(`stopped with ${how}`);
    return how;
  }

  /** Resolves when it runs. @throws Error when it cannot be started again */
  isWhole(): Promise<void> {
    return this.whole.promise;
  }

  async freeze(): Promise<void> {
    await this.isWhole();
    this.frozen = this.program.processes?.(this.now) ?? [this.now.pid];
    await freezeProcesses(this.frozen);
  }

  thaw(): void {
    thawProcesses(this.frozen.splice(0));
  }

  private onEnd(how: string): void {
    this.running = undefined;
    if (!this.ordered && !this.mayDie) this.deaths.push(how);
    this.ordered = false;
    this.whole = promised();
    if (!this.wanted) return;
    const { whole } = this;
    void this.start().catch((cause: unknown) => {
      whole.reject(new Error(`${this.name} could not be started again: ${String(cause)}`, { cause }));
    });
  }

  private async endNow(signal: NodeJS.Signals): Promise<string> {
    await this.isWhole();
    const { pid, ended } = this.now;
    this.ordered = send(signal, pid);
    const killing = setTimeout(() => send('SIGKILL', pid), END_LIMIT_MS);
    const how = await ended;
    clearTimeout(killing);
    await this.isWhole();
    return how;
  }

  private async tryToStart(): Promise<R> {
    for (const deadline = performance.now() + START_LIMIT_MS; ;) {
      try {
        return await this.program.start();
      } catch (error) {
        if (error instanceof EndedAtStart) this.deaths.push(error.message);
        if (performance.now() > deadline || !this.wanted) throw error;
        await delay(500);
      }
    }
  }
}

/** @returns whether the process was still there */
function send(signal: NodeJS.Signals, pid: number): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}

/** A promise that may be rejected before anybody waits for it. */
function promised(): PromiseWithResolvers<void> {
  const made = Promise.withResolvers<void>();
  made.promise.catch(() => undefined);
  return made;
}
