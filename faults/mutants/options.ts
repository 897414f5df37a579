import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS } from './known/mutants.js';
import type { Mutant } from './mutant.js';

const ROOT = join(import.meta.dirname, '../..');

export interface Options {
  readonly mutants: readonly Mutant[];
  /** How often each drill is played, to show that it does not depend on luck. */
  readonly repeat: number;
  /** Data, logs and history of the play that is under way. */
  readonly folder: string;
  readonly help: boolean;
}

export const HELP = `usage: npm run faults:mutants [-- options]

Builds the service with each known mistake in it, plays the drill that has to catch it, and the same drill with the
good build. Ends with 1 when a mutant survives, or when a drill finds something wrong with the good build.

  --only <word>    the mutants with this word in their names; may be repeated
  --repeat <n>     plays each drill so many times (1)
  --folder <path>  where data, logs and history of the last play are kept (.pulse/drill)

Mutants:
${MUTANTS.map(({ name, breaks }) => `  ${name.padEnd(32)}${breaks}`).join('\n')}`;

/** @throws Error whose message is for the person at the terminal */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      repeat: { type: 'string', default: '1' },
      folder: { type: 'string', default: join(ROOT, '.pulse/drill') },
      help: { type: 'boolean', default: false },
    },
  });
  const mutants = MUTANTS.filter(({ name }) => values.only?.some((word) => name.includes(word)) ?? true);
  if (mutants.length === 0) throw new Error(`no mutant is called ${values.only?.join(' or ')}; --help lists them`);
  const repeat = Number(values.repeat);
  if (!Number.isInteger(repeat) || repeat < 1) throw new Error('--repeat takes a whole number from 1');
  return { mutants, repeat, folder: resolve(values.folder), help: values.help };
}
