import { textTable } from '../../report/text-table.js';
import type { Findings, Study, StudyOptions } from '../study.js';
import { compareShops, type ComparedRead } from './compare-shops.js';
import { MOST } from './most.js';
import { READS } from './reads.js';
import { openShop } from './shop.js';

const SMALL = 10_000;
const ROUNDS = 3;

export const readsAtSize: Study = {
  name: 'reads-at-size',
  about: `every way to read orders, with ${SMALL.toLocaleString('en')} of them and with as many as --orders says`,
  run: compareSizes,
};

async function compareSizes({ orders, quick }: StudyOptions): Promise<Findings> {
  const small = await openShop(SMALL);
  try {
    const large = await openShop(orders);
    try {
      const reads: ComparedRead[] = [];
      for (const read of READS) {
        console.log(`  ${read.name}`);
        reads.push(await compareShops(read, small, large, quick ? 1 : ROUNDS));
      }
      const errors = reads.reduce((sum, read) => sum + read.small.errors + read.large.errors, 0);
      return { figures: { small: SMALL, large: orders, reads }, lines: linesOf(reads), errors };
    } finally {
      await large.stop();
    }
  } finally {
    await small.stop();
  }
}

function linesOf(reads: readonly ComparedRead[]): string[] {
  const table = textTable(
    ['read', 'ms, few', 'ms, many', '×', 'p99, few', 'p99, many', 'postgres µs, few', 'many', 'service µs, few', 'many'],
    reads.map(({ read, small, large, ratio }) => [
      read,
      small.p50Ms.toFixed(2),
      large.p50Ms.toFixed(2),
      ratio.toFixed(2),
      small.p99Ms.toFixed(1),
      large.p99Ms.toFixed(1),
      small.cpuMicroseconds.postgres.toFixed(0),
      large.cpuMicroseconds.postgres.toFixed(0),
      small.cpuMicroseconds.service.toFixed(0),
      large.cpuMicroseconds.service.toFixed(0),
    ]),
  );
  const verdicts = reads.map(({ read, ratio }) => {
    return `${ratio <= MOST ? '✓' : '✗'} ${read}: ${ratio.toFixed(2)} times as long (at most ${MOST})`;
  });
  return [table, '', ...verdicts];
}
