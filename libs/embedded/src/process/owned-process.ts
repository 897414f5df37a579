import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

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

/**
 * Starts a process that ends when this one does, however this one ends: `setpriv` (util-linux) asks the kernel for a signal
 * on the parent's death, after it has changed the user, since a change of user would clear that wish.
 */
export function startOwned({
  name,
  command,
  args,
  environment,
  cwd,
  stopSignal,
  user,
  onLine,
}: OwnedProcessOptions): OwnedProcess {
  const asUser = user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'] : [];
  const options: SpawnOptions = { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn('setpriv', [...asUser, '--pdeathsig', stopSignal.slice(3), command, ...args], options);
  if (child.pid === undefined) {
    const cause = new Promise<never>((_, reject) => child.once('error', reject));
    return { pid: 0, ended: cause.catch((error: Error) => error.message), stop: () => Promise.resolve() };
  }
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', splitLines(onLine));
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)));
  return { pid: child.pid, ended, stop: (limitMs = 10_000) => stop(child, ended, name, stopSignal, limitMs) };
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
