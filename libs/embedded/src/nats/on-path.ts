import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { inspectNats, type NatsBinary } from './nats-version.js';

/** Debian puts nats-server where the PATH of an ordinary user does not lead. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** The first nats-server on PATH that runs and will do. */
export async function findOnPath(
  environment: NodeJS.ProcessEnv,
  willDo: (found: NatsBinary) => boolean,
): Promise<NatsBinary | undefined> {
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter(isAbsolute), ...SYSTEM_FOLDERS];
  for (const folder of folders) {
    const path = join(folder, 'nats-server');
    if (!(await isExecutable(path))) continue;
    const found = await inspectNats(path, 'PATH');
    if (found && willDo(found)) return found;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
