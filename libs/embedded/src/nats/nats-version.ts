import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface NatsBinary {
  readonly path: string;
  /** As the binary says it: `2.14.5`. */
  readonly version: string;
  /** Where it came from, for the person who starts the system. */
  readonly from: string;
}

const run = promisify(execFile);

/** Asks a binary for its version; nothing when there is none or it is no nats-server. */
export async function inspectNats(path: string, from: string): Promise<NatsBinary | undefined> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
    const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    return version === undefined ? undefined : { path, version, from };
  } catch {
    return undefined;
  }
}

/** Whether a version is at least `major.minor`. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
