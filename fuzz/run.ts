import fc from 'fast-check';
import { ApiDescription, type ApiDocument } from '../services/orders/test/api-description.js';
import { Api } from './api/api.js';
import { Client, type Finding } from './client.js';
import { anyMutated, anyValid } from './mutations/mutated.js';
import { aftermathOf } from './target/aftermath.js';
import type { Target } from './target/target.js';
import { Tally } from './tally.js';

export interface FuzzOptions {
  /** Mutated ones; half as many more are valid. */
  readonly requests: number;
  readonly seed: number;
}

export interface Fuzzed {
  readonly tally: Tally;
  /** The smallest request of each client at which something was wrong. */
  readonly findings: readonly Finding[];
  /** What was wrong when all was over. */
  readonly aftermath: readonly string[];
  readonly seconds: number;
}

/** Requests under way at the same time, each on a connection of its own. */
const CLIENTS = 16;

/** How many requests may be spent on making a failing one smaller. */
const SHRINK_BUDGET = 300;

/** As many requests as this are followed by a valid one, so that there is something to do harm to. */
const TO_ONE_VALID = 2;

export async function fuzz(target: Target, options: FuzzOptions): Promise<Fuzzed> {
  const began = performance.now();
  const document = (await (await fetch(`${target.url}/openapi.json`)).json()) as ApiDocument;
  const api = new Api(document);
  const description = new ApiDescription(document);
  const tally = new Tally();
  const share = Math.ceil(options.requests / CLIENTS);
  const runs = Array.from({ length: CLIENTS }, async (_, lane) => {
    const client = new Client(target.url, api, description, tally, lane);
    const finding = await runClient(client, api, tally, { requests: share, seed: options.seed * CLIENTS + lane });
    client.close();
    return finding;
  });
  const findings = (await Promise.all(runs)).filter((finding) => finding !== undefined);
  const seconds = (performance.now() - began) / 1_000;
  return { tally, findings, aftermath: await aftermathOf(target), seconds };
}

const occasionally = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: TO_ONE_VALID, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });

/** Draws requests until one fails, and then smaller ones that fail as well. @returns the smallest */
async function runClient(client: Client, api: Api, tally: Tally, { requests, seed }: FuzzOptions): Promise<Finding | undefined> {
  let smallest: Finding | undefined;
  let budget = SHRINK_BUDGET;
  const drawn = fc.tuple(occasionally(anyValid(api)), anyMutated(api));
  const property = fc.asyncProperty(drawn, async ([valid, mutated]) => {
    if (smallest !== undefined && budget-- <= 0) return true;
    tally.mutated += 1;
    const found = (valid && (await client.send(valid))) ?? (await client.send(mutated));
    smallest = found ?? smallest;
    return found === undefined;
  });
  await fc.check(property, { numRuns: requests, seed });
  return smallest;
}
