import { setTimeout as delay } from 'node:timers/promises';
import { freezeProcesses, thawProcesses } from '#libs/testing';

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

/** A disk may be full for a while. */
const START_TRIES = 60;

/** Keeps a program running: when it dies, it is started again. Deaths that nobody ordered are remembered. */
export class Supervised<R extends Running = Running> {
  /** How it ended each time that nobody had ordered it. */
  readonly deaths: string[] = [];
  private running?: R;
  private wanted = false;
  private ordered = false;
  /** While the ground is taken away from under it, as by a full disk, it may end by itself. */
  mayDie = false;
  private whole = Promise.withResolvers<void>();
  private frozen: number[] = [];

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

  /** SIGKILL, or another signal that ends it. Resolves when it has been started again. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<string> {
    await this.isWhole();
    const { pid, ended } = this.now;
    this.ordered = true;
    process.kill(pid, signal);
    const how = await ended;
    await this.isWhole();
    return how;
  }

  /** Resolves when it runs. */
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
    this.whole = Promise.withResolvers();
    if (!this.wanted) return;
    void this.start().catch((error: unknown) => this.deaths.push(`could not be started again: ${String(error)}`));
  }

  /** What a killed server leaves behind (shared memory, a lock file) may stand in the way for a moment. */
  private async tryToStart(): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.program.start();
      } catch (error) {
        if (attempt === START_TRIES || !this.wanted) throw error;
        await delay(500);
      }
    }
  }
}
