import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '#libs/testing';
import { check } from '../../faults/check/check.js';
import { faultsNamed } from '../../faults/kinds/catalogue.js';
import { whyNoVerdict } from '../../faults/report/report.js';
import { run } from '../../faults/run.js';

const ROOT = join(import.meta.dirname, '../..');

const FAULTS = [
  ...['kill-service', 'kill-relay-owner', 'kill-postmaster', 'kill-backend', 'terminate-backends', 'kill-nats', 'kill-consumer'],
  ...['freeze-relay-owner', 'freeze-postgres', 'freeze-nats'],
  ...['reset-request', 'reset-answer', 'reset-commit', 'reset-statement', 'answers-dropped', 'cut-link'],
  ...['nats-store-full', 'long-snapshot'],
  ...['requests-twice', 'deliveries-shuffled', 'poison-event', 'oversize-event'],
];

/**
 * What the run may take, from the first program that is started to the evidence. Two cores that do nothing else need about 50, or
 * up to 30 more when a late fault leaves the service with events in hand: nats-server gives them out again after that time.
 */
const MOST_SECONDS = 90;

let folder: string;
beforeAll(() => {
  folder = makeTempFolder();
});
afterAll(() => removeFolder(folder));

it('whatever breaks, nothing is lost, doubled or invented', async () => {
  const options = {
    // Drawn so that what is waited for longest strikes early (answers-dropped), and nothing strikes a handshake with NATS (5 s).
    seed: '23451',
    faults: faultsNamed(FAULTS),
    build: ROOT,
    folder: join(folder, 'run'),
    cluster: false,
    smallDisks: false,
    // On a slow machine it may take longer to recover, and not all of the plan may have its turn.
    patience: 2,
    lastFaultAfterSeconds: 55,
    afterMigrations: [],
  };
  const began = performance.now();
  const evidence = await run(options, { planned: () => undefined, injected: () => undefined, said: () => undefined });
  const seconds = (performance.now() - began) / 1_000;
  expect(Object.entries(check(evidence)).filter(([, violations]) => violations.length > 0)).toEqual([]);
  expect(whyNoVerdict(evidence)).toEqual([]);
  expect(evidence.faults.length).toBeGreaterThanOrEqual(20);
  expect(evidence.orders.length).toBeGreaterThan(100);
  expect(seconds).toBeLessThanOrEqual(MOST_SECONDS);
  // One that hangs still gets to say what it misses.
}, 2 * MOST_SECONDS * 1_000);
