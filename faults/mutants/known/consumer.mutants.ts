import type { Mutant } from '../mutant.js';

export const consumerMutants: readonly Mutant[] = [
  {
    name: 'inbox-outside-the-transaction',
    breaks: 'That an event was handled is committed apart from its effect.',
    caughtBy: { drill: 'kill-between-note-and-effect', invariant: 'I7' },
    edits: [
      {
        file: 'libs/messaging/src/inbox/handle-batch.ts',
        find: 'await noteAll(tx, consumer.name, events)',
        replace: 'await noteAll(database.sql as unknown as Tx, consumer.name, events)',
      },
      {
        file: 'libs/messaging/src/inbox/inbox.ts',
        find: 'if (!(await note(tx, consumer.name, event.eventId)))',
        replace: 'if (!(await note(database.sql as unknown as Tx, consumer.name, event.eventId)))',
      },
    ],
  },
];
