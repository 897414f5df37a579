import { setTimeout as delay } from 'node:timers/promises';
import type { Toll, Weather } from '#libs/testing';
import { type Fault, signOf } from './fault.js';
import { linkOf, linksOf } from './links.js';
import { until } from './until.js';

const WHILE: readonly [number, number] = [0.8, 1.2];
const LONG_WHILE: readonly [number, number] = [2, 15];
/** A quiet link may carry nothing for a while. */
const LIMIT_MS = 10_000;

interface Mark {
  readonly unit: string;
  readonly count: (toll: Toll) => number;
}

const DELAYED: Mark = { unit: 'pieces delayed', count: ({ delayed }) => delayed };
const HELD: Mark = { unit: 'pieces held', count: ({ stalled }) => stalled };
const LOST: Mark = { unit: 'pieces lost', count: ({ lost }) => lost };
const BROKEN: Mark = { unit: 'connections reset or refused', count: ({ reset, refused }) => reset + refused };

/** What happens to all that a link carries for a while. */
export const weather: readonly Fault[] = [
  onTheLine('answers-dropped', 'what comes back is lost, then the connections are reset', { swallows: 'back' }, LOST),
  onTheLine('requests-stalled', 'what goes there stands still, the other way is open', { stalls: 'there' }, HELD),
  onTheLine('answers-stalled', 'what comes back stands still, the other way is open', { stalls: 'back' }, HELD),
  onTheLine('latency', '200 ms ± 100 for every piece of data', { delayMs: { from: 100, to: 300 } }, DELAYED),
  onTheLine('slow-line', '16 KB per second', { bytesPerSecond: 16_384 }, DELAYED),
  onTheLine('cut-link', 'nobody gets through', { cut: true }, BROKEN),
];

/** @param mark what is seen of it, by the counts of the proxy */
function onTheLine(name: string, about: string, conditions: Weather, { unit, count }: Mark): Fault {
  const inject: Fault['inject'] = async (scene) => {
    const { proxy } = await linkOf(scene);
    const before = count(proxy.toll);
    const seen = (): number => count(proxy.toll) - before;
    proxy.setWeather(conditions);
    await delay(scene.seconds * 1_000);
    await until(() => seen() > 0, LIMIT_MS);
    const effect = { [unit]: seen() };
    proxy.setWeather({});
    return signOf(effect);
  };
  return { name, about, targets: linksOf, seconds: WHILE, longSeconds: LONG_WHILE, inject };
}
