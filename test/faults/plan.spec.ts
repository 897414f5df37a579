import { describe, expect, it } from '@jest/globals';
import { FAULTS } from '../../faults/kinds/catalogue.js';
import type { Topology } from '../../faults/kinds/fault.js';
import { readOptions } from '../../faults/options.js';
import { planOf, type PlannedFault, type PlanOptions } from '../../faults/plan.js';

const ALONE: Topology = { replicas: ['orders-1', 'orders-2'], brokers: ['nats-1'], smallDisks: false };
const CLUSTER: Topology = { ...ALONE, brokers: ['nats-1', 'nats-2', 'nats-3'], smallDisks: true };

const aPlan = (over: Partial<PlanOptions> = {}) => planOf({ seed: '7', faults: FAULTS, topology: ALONE, ...over });
const inShort = (plan: readonly PlannedFault[]) => plan.map(({ fault, ...rest }) => ({ ...rest, fault: fault.name }));

describe('the plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(inShort(aPlan())).toEqual(inShort(aPlan()));
    expect(inShort(aPlan())).not.toEqual(inShort(aPlan({ seed: '8' })));
  });

  it('has every fault that is possible there once when it has no time', () => {
    const names = (topology: Topology) => aPlan({ topology }).map(({ fault }) => fault.name).sort();
    expect(names(CLUSTER)).toEqual(FAULTS.map(({ name }) => name).sort());
    expect(names(ALONE)).toEqual(FAULTS.filter(({ option }) => option === undefined).map(({ name }) => name).sort());
  });

  it('gives every fault its turn before one comes again, and ends in time', () => {
    const plan = aPlan({ minutes: 30 });
    const round = aPlan().length;
    expect(new Set(plan.slice(0, round).map(({ fault }) => fault)).size).toBe(round);
    expect(plan.length).toBeGreaterThan(2 * round);
    expect(plan.at(-1)?.at).toBeLessThan(30 * 60);
  });

  it('strikes only what is there', () => {
    for (const { fault, target } of aPlan({ minutes: 10 })) expect(fault.targets(ALONE)).toContain(target);
  });
});

describe('the options', () => {
  it('name the faults, and refuse those that there are not', () => {
    const { faults } = readOptions(['--only', 'kill-nats,latency']);
    expect(faults.map(({ name }) => name)).toEqual(['kill-nats', 'latency']);
    expect(() => readOptions(['--only', 'earthquake'])).toThrow('There is no fault called earthquake; see --list.');
  });

  it('refuse a fault that is not possible without another option, and say which', () => {
    const only = (name: string, ...others: string[]) => readOptions(['--only', `kill-nats,${name}`, ...others]).faults.length;
    expect(() => only('postgres-disk-full')).toThrow('postgres-disk-full is possible with --small-disks only.');
    expect(() => only('two-of-three-down', '--small-disks')).toThrow('two-of-three-down is possible with --cluster only.');
    expect(only('postgres-disk-full', '--small-disks')).toBe(2);
    expect(readOptions([]).faults).toEqual(FAULTS);
  });

  it.each([[['--minutes', '0']], [['--minutes', 'many']], [['--fast']]])('refuse %j', (args) => {
    expect(() => readOptions(args)).toThrow();
  });
});
