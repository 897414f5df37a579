import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '../process/own-folders.js';
import { debianPackage } from './debian-package.js';
import { downloadRelease } from './download-release.js';
import { inspectNats, isAtLeast, type NatsBinary } from './nats-version.js';

export interface SearchOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Where a binary that was fetched is kept. */
  readonly keepIn?: string;
  readonly log?: (line: string) => void;
  /** Called before anything is fetched, which takes some seconds. */
  readonly onFetch?: () => void;
  /** Ends the search. */
  readonly abort?: AbortSignal;
}

/** A place to look in; the first one that has a nats-server wins. */
interface Source {
  readonly name: string;
  readonly fetches?: boolean;
  readonly look: () => Promise<NatsBinary | undefined>;
}

/**
 * Finds a nats-server: the one that `NATS_SERVER_BIN` names, one that was fetched earlier, one on PATH that has atomic
 * batches (2.12), the pinned release, a Debian package of the newest suite within reach, the machine's own suite, and an
 * older one on PATH.
 * @throws Error with the remedy when there is none
 */
export async function findNatsServer(options: SearchOptions = {}): Promise<NatsBinary> {
  const { environment = process.env, log = () => undefined, abort } = options;
  const keepIn = options.keepIn ?? join(await cacheFolder(environment), 'nats');
  const named = environment['NATS_SERVER_BIN'];
  if (named)
    return (
      (await inspectNats(named, 'NATS_SERVER_BIN')) ??
      fail(`NATS_SERVER_BIN names ${named}, which is no nats-server that runs here.`)
    );
  const kept = join(keepIn, 'nats-server');
  const sources: Source[] = [
    { name: 'an earlier download', look: () => inspectNats(kept, 'an earlier download') },
    { name: 'PATH', look: () => onPath(environment, true) },
    { name: 'the pinned release', fetches: true, look: () => downloadRelease(kept, abort) },
    { name: 'a newer Debian suite', look: () => debianPackage(kept, 'newest', abort) },
    { name: "this machine's Debian suite", look: () => debianPackage(kept, 'own', abort) },
    { name: 'an older one on PATH', look: () => onPath(environment, false) },
  ];
  for (const { name, look, fetches } of sources) {
    abort?.throwIfAborted();
    if (fetches) options.onFetch?.();
    log(`looking for nats-server: ${name}`);
    const found = await look().catch((error: Error) => void log(`  ${error.message.split('\n')[0]}`));
    if (found) return found;
  }
  return fail(
    'No nats-server was found, and none could be fetched. Install one (https://docs.nats.io/running-a-nats-service/introduction/installation), ' +
      'or name its binary in NATS_SERVER_BIN, or set NATS_URL to a server that runs.',
  );
}

async function onPath(environment: NodeJS.ProcessEnv, recent: boolean): Promise<NatsBinary | undefined> {
  const folders = [...(environment['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].filter(
    (folder) => folder !== '',
  );
  for (const folder of folders) {
    const path = join(folder, 'nats-server');
    if (!(await isExecutable(path))) continue;
    const found = await inspectNats(path, 'PATH');
    if (found && (!recent || isAtLeast(found.version, 2, 12))) return found;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function fail(message: string): never {
  throw new Error(message);
}
