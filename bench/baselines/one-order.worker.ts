/** Commits one order after the other on each of its connections: gets its options from the parent. */
import { openDatabase } from '#libs/database';
import { oneOrder, ORDER_VALUES, type OrderValue } from './one-order.js';

interface Work {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
}

process.once('message', (work) => {
  void commitFor(work as Work).then((perSecond) => process.send?.(perSecond, () => process.disconnect()));
});

async function commitFor({ url, connections, seconds }: Work): Promise<number> {
  const { sql, close } = openDatabase({ url, poolSize: connections });
  const names = Object.keys(ORDER_VALUES) as OrderValue[];
  const statement = oneOrder((name) => `$${names.indexOf(name) + 1}`);
  let end = performance.now() + 1_000;
  let committed = 0;
  const commit = async (): Promise<void> => {
    while (performance.now() < end) {
      await sql.unsafe(statement, Object.values(ORDER_VALUES), { prepare: true });
      committed += 1;
    }
  };
  const onAll = () => Promise.all(Array.from({ length: connections }, commit));
  await onAll();
  committed = 0;
  const began = performance.now();
  end = began + seconds * 1_000;
  await onAll();
  const perSecond = committed / ((performance.now() - began) / 1_000);
  await close();
  return perSecond;
}
