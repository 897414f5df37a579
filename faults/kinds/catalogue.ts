import { broker } from './broker.js';
import { crashes } from './crashes.js';
import { cluster } from './cluster.js';
import { database } from './database.js';
import { disks } from './disks.js';
import type { Fault } from './fault.js';
import { freezeRelayOwner, freezes } from './freezes.js';
import { strikes } from './strikes.js';
import { traffic } from './traffic.js';
import { weather } from './weather.js';

/** Every fault that the harness can inject. */
export const FAULTS: readonly Fault[] = [
  ...crashes,
  freezeRelayOwner,
  ...freezes,
  ...strikes,
  ...weather,
  ...broker,
  ...cluster,
  ...disks,
  ...database,
  ...traffic,
];

/** @throws Error naming the one that there is not */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  return names.map((name) => {
    const fault = FAULTS.find((one) => one.name === name);
    if (!fault) throw new Error(`There is no fault called ${name}; see --list.`);
    return fault;
  });
}
