import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually, openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { command } from './command.js';
import { startService, type RunningService } from './service.js';

describe('npm run outbox', () => {
  let service: RunningService;
  const outbox = (...args: readonly string[]) => command(service.world.databaseUrl, 'outbox', ...args);
  const bury = (key: string, reason: string, ...numbers: readonly number[]) => service.db.sql`
    insert into outbox_dead (id, event_id, key, partition, subject, headers, payload, created_at, reason, attempts)
    overriding system value
    select -n, gen_random_uuid(), ${key}, 0, 'orders.order_updated', '{}', '{"order_id":"' || ${key} || '"}', now(), ${reason}, 1
    from unnest(${[...numbers]}::int[]) as n`;

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  it('lists what is dead, and puts it back on its way', async () => {
    expect(await outbox('dead')).toEqual({ code: 0, said: 'No event is dead.\n' });
    const { id } = await service.place();
    await bury(id, 'message size exceeds maximum allowed', 2, 1);
    expect((await outbox('dead')).said).toMatch(
      new RegExp(`^${id}  orders.order_updated\n  since \\S+Z, 2 events: message size exceeds maximum allowed\n$`),
    );
    expect(await outbox('requeue', id)).toEqual({ code: 0, said: `2 events of ${id} are on their way again.\n` });
    await eventually(async () => expect(await service.events(id)).toHaveLength(3));
  });

  it('drops what was refused when that is asked for', async () => {
    const key = newId();
    await bury(key, 'too large', 3);
    expect(await outbox('requeue', '--skip-first', key)).toMatchObject({ code: 0, said: expect.stringContaining('1 dropped') });
    expect(await outbox('requeue', key)).toEqual({ code: 1, said: `No event of ${key} is dead.\n` });
  });

  it('explains itself', async () => {
    expect(await outbox()).toMatchObject({ code: 0, said: expect.stringContaining('npm run outbox -- requeue <key>') });
    expect(await outbox('requeue', 'all')).toMatchObject({ code: 64 });
  });
});

describe('npm run consumers', () => {
  let own: OpenedDatabase;
  const consumers = (...args: readonly string[]) => command(own.url, 'consumers', ...args);

  beforeAll(async () => {
    own = await openTestDatabase({ poolSize: 1 });
  });
  afterAll(() => own.close());

  it('lists what waits, and lets it flow again', async () => {
    expect(await consumers('parked')).toEqual({ code: 0, said: 'Nothing waits.\n' });
    const [name, key] = ['record-daily-sales-when-order-changed', newId()];
    await own.db.sql`
      insert into inbox_sequences (consumer, key, last_sequence, parked_since, parked_reason)
      values (${name}, ${key}, 1, now(), 'x')`;
    expect((await consumers('parked', name)).said).toMatch(new RegExp(`^${key}  ${name}\n  since \\S+Z, 0 events: x\n$`));
    expect(await consumers('release', name, key)).toMatchObject({ code: 0 });
    expect((await consumers('parked')).said).toBe('Nothing waits.\n');
  });

  it('knows its consumers', async () => {
    expect(await consumers('release', 'nobody', newId())).toEqual({ code: 64, said: 'There is no consumer nobody.\n' });
    expect(await consumers('release', 'nobody', 'x')).toMatchObject({ code: 64, said: expect.stringContaining('npm run') });
  });
});
