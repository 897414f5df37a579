import { chmodSync } from 'node:fs';
import { makeTempFolder, removeFolder } from '#libs/testing';

const folders: string[] = [];

/** A new folder that every user may enter, as PostgreSQL's must when root runs the tests. */
export function makeFolder(mode = 0o755): string {
  const folder = makeTempFolder();
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  folders.splice(0).forEach(removeFolder);
}
