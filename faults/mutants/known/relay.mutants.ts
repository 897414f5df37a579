import type { Mutant } from '../mutant.js';

const ROWS = 'libs/messaging/src/relay/outbox-rows.ts';
const RELAY = 'libs/messaging/src/relay/relay.ts';

export const relayMutants: readonly Mutant[] = [
  {
    name: 'no-message-id',
    breaks: 'Events carry no Nats-Msg-Id, so the stream cannot know a copy.',
    caughtBy: { drill: 'kill-between-publish-and-delete', invariant: 'I3' },
    edits: [
      {
        file: 'libs/messaging/src/jetstream/outgoing.ts',
        find: "...ofItsWay, 'Nats-Msg-Id': row.event_id }",
        replace: '...ofItsWay }',
      },
      { file: 'libs/contracts/src/events/cloud-event-headers.ts', find: "    'Nats-Msg-Id': eventId,\n", replace: '' },
    ],
  },
  {
    name: 'delete-before-ack',
    breaks: 'Rows leave the outbox before the stream has acknowledged them.',
    caughtBy: { drill: 'broker-dies-with-an-event', invariant: 'I3' },
    edits: [
      {
        file: RELAY,
        find: `    const published = await withSignsOfLife(tx, this.leaseMs, () => this.publishRows(jetstream, rows, bytes));
    await deleteRows(tx, published.acknowledged);
`,
        replace: `    await deleteRows(this.database.sql as unknown as Tx, rows);
    const published = await withSignsOfLife(tx, this.leaseMs, () => this.publishRows(jetstream, rows, bytes));
`,
      },
    ],
  },
  {
    name: 'cursor-instead-of-presence',
    breaks: 'The relays remember the highest number that was published and read on behind it.',
    caughtBy: { drill: 'late-commit', invariant: 'I3' },
    afterMigrations: ['create table relay_position (id bigint not null)'],
    edits: [
      {
        file: ROWS,
        find: 'where partition = any(${partitions}::smallint[]) and',
        replace: `where partition = any(\${partitions}::smallint[])
          and id > (select coalesce(max(id), 0) from relay_position) and`,
      },
      {
        file: ROWS,
        find: '  const ids = rows.map(({ id }) => String(id));',
        replace: `  const ids = rows.map(({ id }) => String(id));
  for (const id of ids) await tx\`insert into relay_position values (\${id}::text::bigint)\`;`,
      },
    ],
  },
  {
    name: 'session-lock',
    breaks: 'Partitions are locked for a session, not for a transaction, so a frozen relay keeps them.',
    caughtBy: { drill: 'frozen-relay', invariant: 'I10' },
    edits: [{ file: ROWS, find: 'where pg_try_advisory_xact_lock(', replace: 'where pg_try_advisory_lock(' }],
  },
  {
    name: 'several-of-an-order-in-flight',
    breaks: 'Events of one order are sent without waiting for the acknowledgement of the one before.',
    caughtBy: { drill: 'nearly-full-stream', invariant: 'I5' },
    edits: [
      {
        file: 'libs/messaging/src/jetstream/one-by-one.ts',
        find: '!seen.has(key) && seen.add(key)',
        replace: 'seen.add(key)',
      },
    ],
  },
];
