import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** What no program may ever say, whatever happens around it. Of errors a replica has but one to tell: of planted garbage. */
const UNHEARD_OF =
  /uncaughtException|unhandledRejection|deadlock detected|FATAL ERROR|"level":"(?:error|fatal)"(?!.*"msg":"message is no event")/;

interface Collection {
  readonly program: string;
  readonly pattern: RegExp;
  readonly lines: string[];
}

/** The words of all programs, each in a file of its own. */
export class Logs {
  /** Lines that tell of a fault of ours. */
  readonly complaints: { readonly program: string; readonly line: string }[] = [];
  private readonly files = new Map<string, WriteStream>();
  private readonly collections = new Set<Collection>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  readonly listen = (program: string, line: string): void => {
    const file = this.files.get(program) ?? createWriteStream(join(this.folder, `${program}.log`), { flags: 'a' });
    this.files.set(program, file);
    file.write(`${line}\n`);
    for (const one of this.collections) if (one.program === program && one.pattern.test(line)) one.lines.push(line);
    if (UNHEARD_OF.test(line)) this.complaints.push({ program, line: line.slice(0, 500) });
  };

  /** Collects what a program says from now on, as far as it matches, until `stop`. */
  collect(program: string, pattern: RegExp): { readonly lines: readonly string[]; stop(): void } {
    const collection: Collection = { program, pattern, lines: [] };
    this.collections.add(collection);
    return { lines: collection.lines, stop: () => this.collections.delete(collection) };
  }

  close(): void {
    for (const file of this.files.values()) file.end();
  }
}
