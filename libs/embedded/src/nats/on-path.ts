import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { inspectNats, type NatsBinary } from './nats-version.js';

/** The folders of PATH. A relative one would depend on where somebody stands, and may hold anything. */
export function pathOf(environment: NodeJS.ProcessEnv): string[] {
  return (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
}

/** The first nats-server in these folders that runs and will do. */
export async function findFirst(
  folders: readonly string[],
  willDo: (found: NatsBinary) => boolean,
): Promise<NatsBinary | undefined> {
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
