import type { Mutant } from '../mutant.js';
import { consumerMutants } from './consumer.mutants.js';
import { ordersMutants } from './orders.mutants.js';
import { relayMutants } from './relay.mutants.js';

/** Every mistake that a drill has to catch. */
export const MUTANTS: readonly Mutant[] = [...relayMutants, ...ordersMutants, ...consumerMutants];

/** @throws Error when there is none of that name */
export function mutantNamed(name: string): Mutant {
  const mutant = MUTANTS.find((one) => one.name === name);
  if (!mutant) throw new Error(`There is no mutant called ${name}; npm run faults:mutants -- --help lists them.`);
  return mutant;
}
