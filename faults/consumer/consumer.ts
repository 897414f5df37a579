/**
 * A service downstream, as a process of its own: consumers of the kit that note every event in a table. Settings: `DATABASE_URL`,
 * `NATS_URL`; `SHUFFLE`, a seed, makes it get its deliveries twice and out of order.
 */
import { openDatabase } from '#libs/database';
import { Random } from '#libs/kernel';
import { ConsumerRunner, JetStreamLink } from '#libs/messaging';
import { tellOften } from './disorder.js';
import { noters } from './note-effect-when-anything-happened.consumer.js';
import { shuffled } from './shuffled.js';

const { DATABASE_URL: url = '', NATS_URL: natsUrl = '', SHUFFLE: seed } = process.env;
/** A poisonous event is to be set aside within a second, so that the run sees the whole of it. */
const PATIENCE = { retryDelayMs: 100, maxTries: 3, maxGapTries: 600, ackWaitMs: 5_000 };

const database = openDatabase({ url, applicationName: 'faults-consumer' });
const link = new JetStreamLink({ url: natsUrl, name: 'faults-consumer', streams: [], mode: 'verify' });
link.open();
const source = seed === undefined ? link : shuffled(link, new Random(seed), tellOften());
const runners = noters().map((consumer) => new ConsumerRunner(database, source, consumer, PATIENCE));
runners.forEach((runner) => runner.start());

process.once('SIGTERM', () => {
  void (async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await link.close();
    await database.close(2_000);
    process.exit(0);
  })();
});
console.log('consuming');
