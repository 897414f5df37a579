import { chmod, copyFile, glob, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runTool } from '../process/run-tool.js';
import { archivesOf, type Archive } from './apt-sources.js';
import { inspectNats, type NatsBinary } from './nats-version.js';

const APT_LIMIT_MS = 90_000;

/** Suites by their newest first; each holds a nats-server that needs nothing but the C library. */
const NEWEST = ['unstable', 'testing'];

/**
 * Takes nats-server out of a Debian package, as any user and without touching the system: apt works in a private folder, on
 * the mirror that this machine is set up with, and checks the archive's signature as always; the package is unpacked there.
 */
export async function debianPackage(
  target: string,
  which: 'newest' | 'own',
  abort?: AbortSignal,
): Promise<NatsBinary | undefined> {
  for (const archive of await archivesOf('/etc/apt')) {
    for (const suite of which === 'newest' ? NEWEST : [archive.suite]) {
      const found = await fromSuite(target, { ...archive, suite }, abort);
      abort?.throwIfAborted();
      if (found) return found;
    }
  }
  return undefined;
}

async function fromSuite(target: string, archive: Archive, abort?: AbortSignal): Promise<NatsBinary | undefined> {
  const work = await mkdtemp(join(tmpdir(), 'pulse-apt-'));
  const options = { cwd: work, limitMs: APT_LIMIT_MS, abort } as const;
  try {
    const apt = await privateApt(work, archive);
    await runTool('apt-get', [...apt, 'update'], options);
    await runTool('apt-get', [...apt, 'download', 'nats-server'], options);
    for await (const name of glob('nats-server_*.deb', { cwd: work })) {
      await runTool('dpkg', ['-x', join(work, name), join(work, 'unpacked')], options);
    }
    await keep(join(work, 'unpacked/usr/sbin/nats-server'), target);
    return await inspectNats(target, `the Debian package of ${archive.suite}`);
  } catch {
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Options that make apt use folders and sources of its own. */
async function privateApt(work: string, { options, uri, suite, component, signedBy }: Archive): Promise<string[]> {
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'etc'])
    await mkdir(join(work, folder), { recursive: true });
  const trust = [...options, ...(signedBy ? [`signed-by=${signedBy}`] : [])].join(' ');
  await writeFile(join(work, 'etc/sources.list'), `deb ${trust ? `[${trust}] ` : ''}${uri} ${suite} ${component}\n`);
  const status = await readFile('/var/lib/dpkg/status').catch(() => Buffer.alloc(0));
  await writeFile(join(work, 'state/status'), status);
  const settings = {
    'Dir::State': join(work, 'state'),
    'Dir::State::status': join(work, 'state/status'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Etc::sourcelist': join(work, 'etc/sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::Etc::preferences': '-',
    'Dir::Etc::preferencesparts': '-',
    'APT::Sandbox::User': 'root',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '20',
    'Acquire::Languages': 'none',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

async function keep(binary: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  await copyFile(binary, half);
  await chmod(half, 0o755);
  await rename(half, target);
}
