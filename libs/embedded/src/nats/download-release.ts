import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTool } from '../process/run-tool.js';
import { inspectNats, type NatsBinary } from './nats-version.js';

const VERSION = '2.14.5';

/** SHA-256 of the release's archives, as the project's own container images check them. */
const CHECKSUMS: Readonly<Record<string, { readonly architecture: string; readonly sha256: string }>> = {
  x64: { architecture: 'amd64', sha256: '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355' },
  arm64: { architecture: 'arm64', sha256: '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c' },
};

const CONNECT_LIMIT_MS = 8_000;
const DOWNLOAD_LIMIT_MS = 120_000;

/** Fetches the pinned release and puts its binary at `target`. @throws Error when it cannot be had, or is not what was pinned */
export async function downloadRelease(target: string, stop?: AbortSignal): Promise<NatsBinary | undefined> {
  const pinned = CHECKSUMS[process.arch];
  if (!pinned) return undefined;
  const name = `nats-server-v${VERSION}-linux-${pinned.architecture}`;
  const url = `https://github.com/nats-io/nats-server/releases/download/v${VERSION}/${name}.tar.gz`;
  const archive = await fetchBounded(url, stop);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  if (sha256 !== pinned.sha256) throw new Error(`the release's checksum is ${sha256}, not ${pinned.sha256}: it is not used`);
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(dirname(target), 'release-'));
  try {
    await writeFile(join(work, 'release.tar.gz'), archive);
    await runTool('tar', ['-xzf', 'release.tar.gz'], { cwd: work, limitMs: 60_000, abort: stop });
    await chmod(join(work, name, 'nats-server'), 0o755);
    await rename(join(work, name, 'nats-server'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return inspectNats(target, `release ${VERSION}`);
}

async function fetchBounded(url: string, stop?: AbortSignal): Promise<Buffer> {
  const abort = new AbortController();
  const connect = setTimeout(() => abort.abort(new Error('no answer')), CONNECT_LIMIT_MS);
  const download = setTimeout(() => abort.abort(new Error('too slow')), DOWNLOAD_LIMIT_MS);
  try {
    const response = await fetch(url, { signal: stop ? AbortSignal.any([stop, abort.signal]) : abort.signal });
    clearTimeout(connect);
    if (!response.ok) throw new Error(`the release answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`the release cannot be reached (${(error as Error).message})`, { cause: error });
  } finally {
    clearTimeout(connect);
    clearTimeout(download);
  }
}
