import { Gauge, Histogram } from 'prom-client';

/** From 0.5 ms, a prepared select on a local server, to 5 s, where timeouts take over. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** `result` is `ok`, the SQLSTATE, or `error` where the server gave none. Waiting for a connection is included. */
export const queryDuration = new Histogram({
  name: 'db_query_duration_seconds',
  help: 'Time of a named database operation, waiting for a connection included',
  labelNames: ['query', 'result'],
  buckets: BUCKETS,
});

/*
 * postgres.js does not tell how its pool stands. What is counted here is what passes through `transaction()`:
 * waiting is from the call until BEGIN was answered, in progress from there to the end.
 */
export const transactionsWaiting = new Gauge({
  name: 'db_transactions_waiting',
  help: 'Transactions that wait for a connection of the pool',
});

export const transactionsInProgress = new Gauge({
  name: 'db_transactions_in_progress',
  help: 'Transactions that hold a connection of the pool',
});

export const poolSize = new Gauge({
  name: 'db_pool_size',
  help: 'Connections that the process may open',
  labelNames: ['server'],
});
