import type { InvariantName } from '../check/invariant.js';

/**
 * A known mistake, as data: what would have to be written into the sources to make it. The program that is tested never
 * holds a switch for it.
 */
export interface Mutant {
  /** Letters and `-`; also the name of the folder that it is built in. */
  readonly name: string;
  /** What the service no longer does, in a sentence. */
  readonly breaks: string;
  /** The drill in which it shows, and the invariant that the checker has to find broken then. */
  readonly caughtBy: { readonly drill: string; readonly invariant: InvariantName };
  readonly edits: readonly Edit[];
  /** SQL that takes back what the database would still refuse, run after the migrations. */
  readonly afterMigrations?: readonly string[];
}

/** A text that stands in a file exactly once, and what it becomes. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
