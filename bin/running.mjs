/** What runs from this folder, as `npm start` wrote it down. Plain JavaScript, since it has to work without a build. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT } from './prepare.mjs';

export const PULSE = join(ROOT, '.pulse');

/** The process id of the launcher that runs from this folder, if one does. */
export function launcherPid() {
  const pid = Number(readIfThere(join(PULSE, 'launcher.pid')));
  // The number of one that was killed may have gone to another program since.
  return pid > 0 && commandOf(pid).includes('launcher') ? pid : undefined;
}

/** `DATABASE_URL`, `NATS_URL` and `ORDERS_URL` of what runs; nothing while nothing does. */
export function addresses() {
  const text = launcherPid() === undefined ? '' : readIfThere(join(PULSE, 'run.json'));
  if (text === '') return undefined;
  const { database_url, nats_url, orders_url } = JSON.parse(text);
  return { DATABASE_URL: database_url, NATS_URL: nats_url, ORDERS_URL: orders_url };
}

function commandOf(pid) {
  return readIfThere(`/proc/${pid}/cmdline`);
}

function readIfThere(path) {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch (error) {
    if (error.code === 'EACCES') fail(`${path} belongs to another user, who started Pulse ERP here.`);
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}
