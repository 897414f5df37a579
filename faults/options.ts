import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS, faultsNamed } from './kinds/catalogue.js';
import { mutantFolder } from './mutants/build/build-mutant.js';
import { mutantNamed } from './mutants/known/mutants.js';
import type { Mutant } from './mutants/mutant.js';
import type { RunOptions } from './run.js';

const ROOT = join(import.meta.dirname, '..');

export interface Options extends RunOptions {
  readonly help: boolean;
  readonly list: boolean;
  /** To be built before the run. */
  readonly mutant?: Mutant;
}

export const HELP = `usage: npm run faults [-- options]

Starts two replicas of the service with PostgreSQL, nats-server, clients and a consumer, breaks things according to a plan,
and checks that nothing was lost, doubled or invented. Ends with 0 when every invariant held, with 1 when not, and with 2 when
there is no verdict.

  --minutes <n>        how long (5); every fault has its turn before one comes again
  --once               every fault once, in its short form
  --seed <text>        the plan and the load are drawn by it (1)
  --only <a,b>         these faults only; those of full disks and of a cluster need their option
  --cluster            three nats-servers, streams with three copies
  --small-disks        data on file systems in memory that can be filled (root only); adds the faults of full disks
  --service <folder>   tests the dist in this folder instead of this repository's
  --mutant <name>      tests the service with a known mistake in it; npm run faults:mutants -- --help lists them
  --folder <folder>    where data, logs and history of the run are kept (.pulse/faults)
  --list               shows the faults`;

/** @throws Error whose message is for the person at the terminal */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      cluster: { type: 'boolean', default: false },
      folder: { type: 'string', default: join(ROOT, '.pulse/faults') },
      help: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
      mutant: { type: 'string' },
      once: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'small-disks': { type: 'boolean', default: false },
      service: { type: 'string', default: ROOT },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0');
  const faults = values.only === undefined ? FAULTS : faultsNamed(values.only.split(','));
  const given = [...(values.cluster ? ['--cluster'] : []), ...(values['small-disks'] ? ['--small-disks'] : [])];
  const impossible = faults.find(({ option }) => option !== undefined && !given.includes(option));
  if (values.only !== undefined && impossible) throw new Error(`${impossible.name} is possible with ${impossible.option} only.`);
  const mutant = values.mutant === undefined ? undefined : mutantNamed(values.mutant);
  return {
    cluster: values.cluster,
    folder: resolve(values.folder),
    help: values.help,
    list: values.list,
    ...(!values.once && { minutes }),
    faults,
    seed: values.seed,
    smallDisks: values['small-disks'],
    patience: 1,
    ...(mutant ? { mutant, build: mutantFolder(mutant) } : { build: resolve(values.service) }),
    afterMigrations: mutant?.afterMigrations ?? [],
  };
}
