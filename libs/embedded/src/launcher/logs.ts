import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Beyond this a log is set aside at the next start; one earlier log is kept. */
const LARGE = 20_000_000;

export type WriteLine = (line: string) => void;

/** Logs of this folder: `openLog('nats')` gives what appends lines to `nats.log`. */
export function logsIn(folder: string): (name: string) => WriteLine {
  mkdirSync(folder, { recursive: true });
  return (name) => {
    const path = join(folder, `${name}.log`);
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE) renameSync(path, `${path}.1`);
    const file = createWriteStream(path, { flags: 'a' });
    return (line) => void file.write(`${line}\n`);
  };
}
