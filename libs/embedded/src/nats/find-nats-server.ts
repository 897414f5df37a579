import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../process/own-folders.js';
import { debianPackage } from './debian-package.js';
import { downloadRelease } from './download-release.js';
import { inspectNats, isAtLeast, type NatsBinary } from './nats-version.js';
import { findFirst, pathOf } from './on-path.js';

export interface SearchOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Where a binary that was fetched is kept. */
  readonly keepIn?: string;
  readonly log?: (line: string) => void;
  /** Called before anything is fetched, which takes some seconds. */
  readonly onFetch?: () => void;
  /** Ends the search. */
  readonly abort?: AbortSignal;
  /** Looked at after PATH: Debian puts nats-server where the PATH of an ordinary user does not lead. */
  readonly systemFolders?: readonly string[];
  /** Where it can be fetched from; each puts the binary at `target`. */
  readonly remote?: (target: string, abort?: AbortSignal) => readonly Source[];
}

/** A place to look in; the first one that has a nats-server wins. A reason that it throws is logged. */
export interface Source {
  readonly name: string;
  readonly look: () => Promise<NatsBinary | undefined>;
}

/** An old version that was fetched is used for a day; then the machine may reach a newer one. */
const OLD_IS_GOOD_FOR_MS = 24 * 60 * 60 * 1000;

/**
 * Finds a nats-server: the one that `NATS_SERVER_BIN` names, one that was fetched earlier, one on PATH that has atomic
 * batches (2.12), the pinned release, a Debian package of the newest suite within reach, the machine's own suite, and an
 * older one on PATH or fetched long ago.
 * @throws Error with the remedy when there is none
 */
export async function findNatsServer(options: SearchOptions = {}): Promise<NatsBinary> {
  const { environment = process.env, log = () => undefined, abort, remote = remoteSources } = options;
  const folders = [...pathOf(environment), ...(options.systemFolders ?? ['/usr/sbin', '/usr/local/sbin'])];
  const named = environment['NATS_SERVER_BIN'];
  if (named)
    return (
      (await inspectNats(named, 'NATS_SERVER_BIN')) ??
      fail(`NATS_SERVER_BIN names ${named}, which is no nats-server that runs here.`)
    );
  const kept = join(options.keepIn ?? join(await cacheFolder(environment), 'nats'), 'nats-server');
  const near: Source[] = [
    { name: 'an earlier download', look: () => findKept(kept) },
    { name: 'PATH', look: () => findFirst(folders, isWanted) },
  ];
  const last: Source[] = [
    { name: 'an older one on PATH', look: () => findFirst(folders, () => true) },
    { name: 'a download of long ago', look: () => inspectNats(kept, 'a download of long ago') },
  ];
  const look = (sources: readonly Source[]): Promise<NatsBinary | undefined> => firstOf(sources, log, abort);
  const found = await look(near);
  if (found) return found;
  options.onFetch?.();
  return (
    (await look([...remote(kept, abort), ...last])) ??
    fail(
      'No nats-server was found, and none could be fetched. Install one (Debian: apt-get install nats-server; others: ' +
        'https://docs.nats.io/running-a-nats-service/introduction/installation), or name its binary in NATS_SERVER_BIN, ' +
        'or set NATS_URL to a server that runs.',
    )
  );
}

function remoteSources(target: string, abort?: AbortSignal): Source[] {
  return [
    { name: 'the pinned release', look: () => downloadRelease(target, abort) },
    { name: 'a newer Debian suite', look: () => debianPackage(target, 'newest', abort) },
    { name: "this machine's Debian suite", look: () => debianPackage(target, 'own', abort) },
  ];
}

async function firstOf(
  sources: readonly Source[],
  log: (line: string) => void,
  abort?: AbortSignal,
): Promise<NatsBinary | undefined> {
  for (const { name, look } of sources) {
    abort?.throwIfAborted();
    log(`looking for nats-server: ${name}`);
    const found = await look().catch((error: Error) => void log(`  ${error.message.split('\n')[0]}`));
    if (found) return found;
  }
  return undefined;
}

async function findKept(path: string): Promise<NatsBinary | undefined> {
  const found = await inspectNats(path, 'an earlier download');
  if (!found || isWanted(found)) return found;
  const age = Date.now() - (await stat(path)).mtimeMs;
  return age < OLD_IS_GOOD_FOR_MS ? found : undefined;
}

/** Older servers work as well, one event at a time. */
function isWanted({ version }: NatsBinary): boolean {
  return isAtLeast(version, 2, 12);
}

function fail(message: string): never {
  throw new Error(message);
}
