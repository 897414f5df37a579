import type { Mutant } from '../mutant.js';

const caughtBy = { drill: 'kill-between-note-and-effect', invariant: 'I7' } as const;

export const consumerMutants: readonly Mutant[] = [
  {
    name: 'inbox-outside-the-transaction',
    breaks: 'That an event was handled is committed apart from its effect.',
    caughtBy,
    edits: [
      {
        file: 'libs/messaging/src/inbox/inbox.ts',
        find: 'if (!(await note(tx, consumer.name, event.eventId)))',
        replace: 'if (!(await note(database.sql as unknown as Tx, consumer.name, event.eventId)))',
      },
    ],
  },
  {
    name: 'inbox-of-a-batch-outside',
    breaks: 'That the events of a batch were handled is committed apart from their effects.',
    caughtBy,
    edits: [
      {
        file: 'libs/messaging/src/inbox/handle-batch.ts',
        find: 'await noteAll(tx, consumer.name, events)',
        replace: 'await noteAll(database.sql as unknown as Tx, consumer.name, events)',
      },
    ],
  },
  {
    name: 'ack-before-effect',
    breaks: 'A delivery is acknowledged before it has had its effect.',
    caughtBy,
    edits: [
      {
        file: 'libs/messaging/src/consumer/delivery-handler.ts',
        find: '      const outcome = await inConsumerSpan(',
        replace: '      delivery.acknowledge();\n      const outcome = await inConsumerSpan(',
      },
    ],
  },
];
