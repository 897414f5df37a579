import { chmod, copyFile, glob, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runTool } from '../process/run-tool.js';
import { archivesOf, type Archive } from './apt-sources.js';
import { inspectNats, type NatsBinary } from './nats-version.js';
import { makePrivateApt } from './private-apt.js';

const APT_LIMIT_MS = 90_000;

/** Suites by their newest first; each holds a nats-server that needs nothing but the C library. */
const NEWEST = ['unstable', 'testing'];

/**
 * Takes nats-server out of a Debian package, as any user and without touching the system: apt works in a private folder, on
 * the mirror that this machine is set up with, and checks the archive's signature as always; the package is unpacked there.
 * @throws Error with the reason for each suite when none gives one that runs here
 */
export async function debianPackage(target: string, which: 'newest' | 'own', abort?: AbortSignal): Promise<NatsBinary> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const own = /^VERSION_CODENAME="?([a-z]+)/m.exec(release)?.[1] ?? '';
  const reasons: string[] = [];
  for (const archive of await archivesOf('/etc/apt', own)) {
    for (const suite of which === 'newest' ? NEWEST : [own]) {
      try {
        return await fromSuite(target, { ...archive, suite }, abort);
      } catch (error) {
        abort?.throwIfAborted();
        reasons.push(`${suite}: ${reasonOf(error)}`);
      }
    }
  }
  throw new Error(reasons.join('; ') || 'apt is not set up here with the archive of a Debian suite');
}

async function fromSuite(target: string, archive: Archive, abort?: AbortSignal): Promise<NatsBinary> {
  const work = await mkdtemp(join(tmpdir(), 'pulse-apt-'));
  try {
    const environment = await makePrivateApt(work, archive);
    const options = { cwd: work, environment, limitMs: APT_LIMIT_MS, abort } as const;
    await runTool('apt-get', ['update'], options);
    await runTool('apt-get', ['download', 'nats-server'], options);
    for await (const name of glob('nats-server_*.deb', { cwd: work })) {
      await runTool('dpkg', ['-x', join(work, name), join(work, 'unpacked')], options);
    }
    for await (const path of glob('unpacked/usr/*bin/nats-server', { cwd: work })) {
      const found = await keepIfItRuns(join(work, path), target, `the Debian package of ${archive.suite}`);
      if (found) return found;
    }
    throw new Error('its nats-server does not run on this machine');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function keepIfItRuns(binary: string, target: string, from: string): Promise<NatsBinary | undefined> {
  if (!(await inspectNats(binary, from))) return undefined;
  await mkdir(dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  await copyFile(binary, half);
  await chmod(half, 0o755);
  await rename(half, target);
  return inspectNats(target, from);
}

/** What apt said, and not the long command line before it. */
function reasonOf(error: unknown): string {
  const { message, stderr, killed } = error as Error & { stderr?: string; killed?: boolean };
  if (killed) return `no end within ${APT_LIMIT_MS / 1000} s`;
  return /^E: (.*)$/m.exec(stderr ?? '')?.[1] ?? message;
}
