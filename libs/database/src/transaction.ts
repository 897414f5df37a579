import type { Sql, Tx } from './client.js';
import { transactionsInProgress, transactionsWaiting } from './metrics.js';

export interface TransactionOptions {
  /** Default: the server's, read committed. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
}

export async function runTransaction<T>(sql: Sql, fn: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const { isolation, readOnly = false } = options;
  const modes = [...(isolation ? [`isolation level ${isolation}`] : []), ...(readOnly ? ['read only'] : [])];
  let stage = transactionsWaiting;
  stage.inc();
  try {
    const outcome = await sql.begin(modes.join(' '), async (tx) => {
      stage.dec();
      stage = transactionsInProgress;
      stage.inc();
      return { result: await fn(tx) };
    });
    return outcome.result;
  } finally {
    stage.dec();
  }
}
