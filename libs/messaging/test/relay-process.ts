import { openDatabase, type Database, type Tx } from '#libs/database';
import { JetStreamLink, Relay } from '../src/index.js';
import { DEAD, STREAM } from './setup.js';

/**
 * A relay in a process of its own, which sends itself a signal at a chosen point of its first pass that has something to publish.
 * Arguments: database url, NATS url, signal, point (`publish`: rows are read; `delete`: rows are published),
 * lease in milliseconds.
 */
const [databaseUrl = '', natsUrl = '', signal = '', point = '', leaseMs = ''] = process.argv.slice(2);
const STATEMENTS: Record<string, string> = { publish: 'exists (select from outbox_dead', delete: 'delete from outbox where id' };

let struck = false;

function strike(): void {
  if (struck) return;
  struck = true;
  process.kill(process.pid, signal);
}

/** The transaction, which strikes before it deletes, or after it read something to publish. */
function watched(tx: Tx): Tx {
  return new Proxy(tx, {
    apply: (target, self, [strings, ...values]: [TemplateStringsArray, ...unknown[]]) => {
      const isPoint = strings.join('').includes(STATEMENTS[point] ?? '');
      if (isPoint && point === 'delete') strike();
      const query = Reflect.apply(target, self, [strings, ...values]) as Promise<unknown[]>;
      if (!isPoint || point !== 'publish') return query;
      return query.then((rows) => {
        if (rows.length > 0) strike();
        return rows;
      });
    },
  });
}

const real = openDatabase({ url: databaseUrl });
const database: Database = Object.assign(Object.create(real) as Database, {
  transaction: <T>(work: (tx: Tx) => Promise<T>) => real.transaction((tx) => work(watched(tx))),
});
const link = new JetStreamLink({ url: natsUrl, name: 'child', streams: [STREAM, DEAD], mode: 'create' });
link.open();
new Relay(database, link, { pollMs: 20, batchFrom: 2, leaseMs: Number(leaseMs) }).start();
