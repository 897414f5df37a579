import { parseArgs } from 'node:util';
import type { FuzzOptions } from './run.js';

export interface Options extends FuzzOptions {
  readonly help: boolean;
}

export const HELP = `usage: npm run fuzz [-- options]

Draws valid requests from openapi.json, does harm to them, and sends them to a service of its own. Every answer must be as the
document tells, no error may be the service's own, what was stored must read as it was sent, and stock and figures must
agree at the end. Ends with 0 when all that held, with 1 when not: then it shows the smallest request that failed.

  --requests <n>  how many mutated requests (20000)
  --seed <n>      the requests are drawn by it (1)`;

/** @throws Error whose message is for the person at the terminal */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', default: false },
      requests: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
    },
  });
  return { help: values.help, requests: wholeNumber('requests', values.requests), seed: wholeNumber('seed', values.seed) };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 100_000_000) throw new Error(`--${name} takes a whole number above 0`);
  return number;
}
