import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from '../mutant.js';

/** A mutant does not fit the sources any more, or no longer says one thing about them. */
export class EditDoesNotFit extends Error {
  override readonly name = 'EditDoesNotFit';

  constructor({ file, find }: Edit, times: number) {
    super(`${file} holds this text ${times === 0 ? 'no more' : `${times} times`}: ${find.trim()}`);
  }
}

/** Changes the files under `root`. @throws EditDoesNotFit when a text is not there exactly once */
export function applyEdits(edits: readonly Edit[], root: string): void {
  for (const [file, text] of editedFiles(edits, root)) writeFileSync(join(root, file), text);
}

/** The files that the edits change, as they are afterwards. @throws EditDoesNotFit, Error when there is no such file */
export function editedFiles(edits: readonly Edit[], root: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const edit of edits) {
    const text = texts.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
    const parts = text.split(edit.find);
    if (parts.length !== 2) throw new EditDoesNotFit(edit, parts.length - 1);
    texts.set(edit.file, parts.join(edit.replace));
  }
  return texts;
}
