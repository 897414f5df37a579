/** The folders that hold code. A room that does not exist yet is left out, so that a check never names an empty folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOMS = ['apps', 'bench', 'bin', 'deploy', 'faults', 'fuzz', 'libs', 'scripts', 'services', 'test'];

export function roomsOf(root: string): string[] {
  return ROOMS.filter((room) => existsSync(join(root, room)));
}
