import { join } from 'node:path';
import { startNats } from '#libs/embedded';
import { makeTempFolder, removeFolder } from '../temp-folder.js';
import { freezeProcesses, thawProcesses } from './freeze.js';

/** A nats-server with JetStream of one test file. It keeps its port and its store from one start to the next. */
export interface TestNats {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  /** With these lines in its configuration, instead of those of its last start. */
  start(config?: string): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** While it is stopped: forgets all streams, as a server on a new disk does. */
  wipe(): void;
  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Stops it for good and removes its store. */
  close(): Promise<void>;
}

export async function startTestNats(config = ''): Promise<TestNats> {
  const folder = makeTempFolder();
  const options = { storeDir: join(folder, 'nats') };
  let server = await startNats({ ...options, config });
  const { url, port } = server;
  return {
    url,
    get pid() {
      return server.pid;
    },
    get version() {
      return server.version;
    },
    start: async (changed = '') => {
      server = await startNats({ ...options, port, config: changed });
    },
    stop: () => server.stop(),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
    wipe: () => removeFolder(options.storeDir),
    freeze: () => freezeProcesses([server.pid]),
    thaw: () => thawProcesses([server.pid]),
    close: async () => {
      thawProcesses([server.pid]);
      await server.stop();
      removeFolder(folder);
    },
  };
}
