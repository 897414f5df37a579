import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { claimFolder } from '../process/claim-folder.js';
import { freePort, isPortFree } from '../process/free-port.js';
import { startOwned, type OwnedProcess } from '../process/owned-process.js';
import { commandOf, end, isAlive } from '../process/processes.js';
import { findNatsServer } from './find-nats-server.js';
import { isAtLeast, type NatsBinary } from './nats-version.js';

export interface NatsOptions {
  /** Where streams are kept. */
  readonly storeDir: string;
  /** A free one by default. */
  readonly port?: number;
  readonly binary?: NatsBinary;
  /** Lines for the server's configuration file, beyond ours. */
  readonly config?: string;
  readonly log?: (line: string) => void;
}

export interface RunningNats {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const PID_FILE = 'nats.pid';
const START_LIMIT_MS = 30_000;

/**
 * Starts a real nats-server with JetStream on the loopback interface and waits until it answers.
 * @throws Error with its last words when it does not come up
 */
export async function startNats(options: NatsOptions): Promise<RunningNats> {
  const { storeDir, log = () => undefined } = options;
  const binary = options.binary ?? (await findNatsServer({ log }));
  await mkdir(storeDir, { recursive: true, mode: 0o700 });
  // Two servers on one store would destroy it, and nats-server itself does not look.
  const claim = await claimFolder(storeDir);
  try {
    await endLeftOverNats(storeDir, log);
    const port = options.port ?? (await freePort());
    if (!(await isPortFree(port))) throw new Error(`nats-server cannot listen on port ${port}: another program uses it.`);
    const server = await startServer(options, binary, port);
    const ended = server.ended.finally(claim.release);
    const stop = async (): Promise<void> => {
      await server.stop(10_000);
      await ended;
    };
    return { url: `nats://127.0.0.1:${port}`, port, pid: server.pid, version: binary.version, ended, stop };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** Ends a server that an earlier start left behind here. The caller holds the claim on the folder: nobody watches over it. */
export async function endLeftOverNats(storeDir: string, log: (line: string) => void): Promise<void> {
  const pid = Number(await readFile(join(storeDir, PID_FILE), 'utf8').catch(() => ''));
  // The number may have gone to another program since.
  if (!pid || !isAlive(pid) || !(await commandOf(pid))?.includes(storeDir)) return;
  log(`ending nats-server with pid ${pid}, which an earlier start left behind`);
  await end(pid, 'SIGTERM', 10_000);
}

async function startServer(options: NatsOptions, binary: NatsBinary, port: number): Promise<OwnedProcess> {
  const { storeDir } = options;
  const config = join(storeDir, 'nats.conf');
  await writeFile(config, configurationOf(options, binary, port), { mode: 0o600 });
  const lines: string[] = [];
  const server = startOwned({
    name: 'nats-server',
    command: binary.path,
    args: ['-c', config],
    stopSignal: 'SIGTERM',
    onLine: (line) => {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      options.log?.(line);
    },
  });
  await waitForStart(server, port, lines);
  return server;
}

function configurationOf({ storeDir, config = '' }: NatsOptions, { version }: NatsBinary, port: number): string {
  // By default an acknowledged message may be in memory only for up to two minutes; the outbox row is gone by then.
  const sync = isAtLeast(version, 2, 10) ? '\n  sync_interval: always' : '';
  const jetstream = `jetstream {\n  store_dir: ${JSON.stringify(storeDir)}${sync}\n}`;
  const pidFile = JSON.stringify(join(storeDir, PID_FILE));
  return `listen: "127.0.0.1:${port}"\npid_file: ${pidFile}\n${jetstream}\n${config}\n`;
}

async function waitForStart(server: OwnedProcess, port: number, lines: readonly string[]): Promise<void> {
  let howItEnded: string | undefined;
  void server.ended.then((how) => (howItEnded = how));
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await delay(10)) {
    if (howItEnded !== undefined) throw new Error(`nats-server did not start: ${lines.slice(-5).join('\n')} (${howItEnded})`);
    if (await answers(port)) return;
  }
  await server.stop(1_000);
  throw new Error(`nats-server did not answer within ${START_LIMIT_MS / 1000} s`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', () => (resolve(true), socket.destroy()));
    socket.once('error', () => resolve(false)).once('close', () => resolve(false));
  });
}
