import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

export interface OwnedProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The signal that ends it in good order; also sent by the kernel when this process dies. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Another user to run as; only root may ask for one. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly onLine?: (line: string) => void;
}

export interface OwnedProcess {
  readonly pid: number;
  /** Resolves when it has ended, with its exit code or signal. */
  readonly ended: Promise<string>;
  stop(limitMs?: number): Promise<void>;
}

let canAsk: boolean | undefined;

/** Whether this machine's `setpriv` (util-linux 2.33) can ask for a signal on the parent's death. */
function canAskForDeathSignal(): boolean {
  canAsk ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' }).status === 0;
  return canAsk;
}

/** A command as one that the kernel ends when this process dies, where `setpriv` can ask for that. */
export function endingWithUs(command: string, args: readonly string[], signal: NodeJS.Signals): [string, readonly string[]] {
  return canAskForDeathSignal() ? ['setpriv', ['--pdeathsig', signal.slice(3), command, ...args]] : [command, args];
}

/**
 * Starts a process that ends when this one does, however this one ends: `setpriv` asks the kernel for a signal on the parent's
 * death and becomes the program, so the pid stays. The user is changed before (by libuv, which also drops the groups), since a
 * change of user clears that wish. Where there is no such setpriv, the process is only ended when this one ends in good order.
 *
 * It is in a session of its own: Ctrl-C in a terminal reaches this process alone, which stops the others in its own order.
 */
export function startOwned({ command, args, environment, cwd, user, ...rest }: OwnedProcessOptions): OwnedProcess {
  const { name, stopSignal, onLine } = rest;
  const [program, programArgs] = endingWithUs(command, args, stopSignal);
  const child = spawn(program, programArgs, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  if (child.pid === undefined) {
    const cause = new Promise<never>((_, reject) => child.once('error', reject));
    return { pid: 0, ended: cause.catch((error: Error) => error.message), stop: () => Promise.resolve() };
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', splitLines(onLine));
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)));
  if (!canAskForDeathSignal()) endWithThisProcess(child, stopSignal);
  return { pid: child.pid, ended, stop: (limitMs = 10_000) => stop(child, ended, name, stopSignal, limitMs) };
}

function endWithThisProcess(child: ChildProcess, signal: NodeJS.Signals): void {
  const end = (): void => void child.kill(signal);
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

async function stop(
  child: ChildProcess,
  ended: Promise<string>,
  name: string,
  signal: NodeJS.Signals,
  limitMs: number,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const kill = setTimeout(() => {
    process.stderr.write(`${name} did not stop within ${limitMs} ms and is killed\n`);
    child.kill('SIGKILL');
  }, limitMs);
  await ended;
  clearTimeout(kill);
}

function splitLines(onLine: (line: string) => void = () => undefined): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  };
}
