import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Archive, stanzaOf } from './apt-sources.js';

const run = promisify(execFile);

/** The machine's ways to its archives: proxies, certificates, passwords, time limits. */
const WAYS_OUT = /^Acquire::(?!Languages|IndexTargets|Changelogs)|^APT::Architectures?\b/;

/**
 * Makes a folder in which apt works for any user and touches nothing outside.
 *
 * The machine's own configuration is not read, since its hooks act on the system's folders (those of container images empty its
 * cache); only its ways to the archives are copied. Signatures are checked as always.
 * @returns the environment for apt-get
 */
export async function makePrivateApt(folder: string, archive: Archive): Promise<NodeJS.ProcessEnv> {
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'sources'])
    await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'sources/debian.sources'), stanzaOf(archive));
  await writeFile(join(folder, 'state/status'), '');
  const { stdout } = await run('apt-config', ['dump'], { timeout: 10_000 });
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'state/status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Log': folder,
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(folder, 'sources'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    // Otherwise root's downloads are handed to a user who may not enter this folder.
    'APT::Sandbox::User': 'root',
    // A mirror that has no such suite is an error, and not a warning.
    'APT::Update::Error-Mode': 'any',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
    'Acquire::https::Timeout': '15',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  const configuration = [...stdout.split('\n').filter((line) => WAYS_OUT.test(line)), ...lines, ''].join('\n');
  await writeFile(join(folder, 'apt.conf'), configuration);
  return { ...process.env, APT_CONFIG: join(folder, 'apt.conf'), LC_ALL: 'C' };
}
