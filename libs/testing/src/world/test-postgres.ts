import { join } from 'node:path';
import { startPostgres } from '#libs/embedded';
import { createTemplate, TEST_POSTGRES_SETTINGS } from '../servers.js';
import { makeTempFolder, removeFolder } from '../temp-folder.js';
import { freezeProcesses, thawProcesses, withBackends } from './freeze.js';

/** A PostgreSQL that a test may kill and freeze. It keeps its port and its data from one start to the next. */
export interface TestPostgres {
  readonly url: string;
  readonly pid: number;
  /** The lines of its log so far, of all its starts. */
  readonly log: readonly string[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** kill -9 of the postmaster: no goodbye to any client, crash recovery at the next start. */
  kill(): Promise<void>;
  /** SIGSTOP for the postmaster and every backend: connections stay open and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Stops it for good and removes its data. */
  close(): Promise<void>;
}

export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = makeTempFolder();
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const options = { dataDir: join(folder, 'postgres'), settings: TEST_POSTGRES_SETTINGS, log };
  let server = await startPostgres(options);
  const { url, port } = server;
  await createTemplate(url);
  return {
    url,
    get pid() {
      return server.pid;
    },
    log: lines,
    start: async () => {
      server = await startPostgres({ ...options, port });
    },
    stop: () => server.stop(),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
    freeze: () => freezeProcesses(withBackends(server.pid)),
    thaw: () => thawProcesses(withBackends(server.pid)),
    close: async () => {
      thawProcesses(withBackends(server.pid));
      await server.stop();
      removeFolder(folder);
    },
  };
}
