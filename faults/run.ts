import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Random } from '#libs/kernel';
import type { Evidence, InjectedFault } from './check/evidence.js';
import { gatherEvidence } from './check/gather.js';
import { injectAll } from './inject.js';
import type { Fault } from './kinds/fault.js';
import { History } from './load/history.js';
import { Load } from './load/load.js';
import { PRODUCTS } from './load/shop.js';
import { type PlannedFault, planOf } from './plan.js';
import { settle } from './settle.js';
import { startSystem, type System } from './system/system.js';
import { watchMemory } from './watch/memory.js';

export interface RunOptions {
  readonly seed: string;
  readonly faults: readonly Fault[];
  /** Without a time each fault comes about once, in its short form. */
  readonly minutes?: number;
  /** No fault begins later than this, whatever is left of the plan; `minutes` when left out. */
  readonly lastFaultAfterSeconds?: number;
  readonly cluster: boolean;
  /** Data on file systems in memory that can be filled; only root may have them. */
  readonly smallDisks: boolean;
  /** By how much the times of I10 are stretched, on a machine that has other work. */
  readonly patience: number;
  /** The folder whose `dist` is tested. */
  readonly build: string;
  /** Logs, history and data of the run; wiped first. */
  readonly folder: string;
  /** SQL that is run after the migrations. */
  readonly afterMigrations: readonly string[];
}

export interface Onlooker {
  planned(plan: readonly PlannedFault[]): void;
  injected(fault: InjectedFault): void;
  said(sentence: string): void;
}

/** One run from the first start to the evidence. @throws Error when there can be no verdict */
export async function run(options: RunOptions, onlooker: Onlooker): Promise<Evidence> {
  const { seed, faults, minutes, cluster, smallDisks, patience } = options;
  const replicas = ['orders-1', 'orders-2'];
  const brokers = cluster ? ['nats-1', 'nats-2', 'nats-3'] : ['nats-1'];
  const plan = planOf({ seed, faults, minutes, topology: { replicas, brokers, smallDisks } });
  onlooker.planned(plan);
  // The run has a connection of its own, which is lost as often as those of the service.
  Logger.overrideLogger(['fatal']);
  const system = await startSystem(options);
  try {
    const history = new History(join(options.folder, 'history.jsonl'));
    const random = new Random(seed);
    const load = new Load(system.replicas, history, random.fork('load'));
    for (const product of PRODUCTS) await createProduct(system, product);
    const memory = watchMemory(system);
    load.start();
    const stage = { system, load, random: random.fork('faults'), tell: onlooker.injected, isShort: minutes === undefined };
    const { lastFaultAfterSeconds = minutes === undefined ? undefined : minutes * 60 } = options;
    const injected = await injectAll(plan, stage, lastFaultAfterSeconds);
    onlooker.said('All faults are over. The clients find out what became of their last requests, and the consumer catches up …');
    await system.heal();
    await load.stop();
    await settle(system);
    memory.stop();
    return await gatherEvidence(system, history, { faults: injected, planned: plan.length, patience, memory: memory.peaks() });
  } finally {
    await system.stop();
  }
}

async function createProduct({ replicas }: System, { sku, onHand }: (typeof PRODUCTS)[number]): Promise<void> {
  const answer = await fetch(new URL('/products', replicas[0]?.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sku, name: sku, price: 9.5, on_hand: onHand }),
  });
  if (answer.status !== 201) throw new Error(`the product ${sku} was not created: ${await answer.text()}`);
}
