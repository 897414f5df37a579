import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedShop, type SeedOptions } from '../../apps/seed/src/seed.js';
import { HELP, readOptions } from '../../apps/seed/src/terminal/options.js';
import { startService, type RunningService } from '../../services/orders/test/service.js';
import { stockFaults } from '../../services/orders/test/stock-invariants.js';

const services: RunningService[] = [];
const start = async (environment: Record<string, string> = {}): Promise<RunningService> => {
  const service = await startService(environment);
  services.push(service);
  return service;
};
afterAll(() => Promise.all(services.map((service) => service.stop())));

interface Figures {
  readonly total_orders: number;
  readonly by_status: Readonly<Record<string, number>>;
}

/** Sows into a service and keeps what was written, as a pipe would. */
function sower(service: RunningService, sizes: Partial<SeedOptions> = {}) {
  const options = {
    url: service.url,
    seed: 1,
    orders: 60,
    customers: 20,
    products: 40,
    connections: 8,
    ifEmpty: false,
    ...sizes,
  };
  return async (more: Partial<SeedOptions> = {}, stop = new AbortController(), onText?: (text: string) => void) => {
    let written = '';
    const write = (text: string): void => {
      written += text;
      onText?.(text);
    };
    const tally = await seedShop({ ...options, ...more }, { write }, stop.signal);
    return { written, tally };
  };
}

const figuresOf = async (service: RunningService): Promise<Figures> => (await service.get<Figures>('/orders/statistics')).body;

describe('a shop that is sown', () => {
  let service: RunningService;
  let first: Awaited<ReturnType<ReturnType<typeof sower>>>;
  beforeAll(async () => {
    service = await start({ ALLOW_BACKDATING: 'true' });
    first = await sower(service)();
  });

  it('has orders in every status, as many as were asked for', async () => {
    const { total_orders: total, by_status: statuses } = await figuresOf(service);
    expect(total).toBe(60);
    expect(Object.entries(statuses).filter(([, count]) => count === 0)).toEqual([]);
    expect(first.tally).toMatchObject({
      orders: { made: 60, found: 0 },
      products: { made: 40 },
      customers: { made: 20 },
      refused: [],
    });
  });

  it('lies in the months before, and its stock adds up', async () => {
    const [row] = await service.db.sql`select count(distinct created_at::date)::int as days from orders`;
    expect(row?.['days']).toBeGreaterThan(20);
    expect(await stockFaults(service.db)).toEqual([]);
  });

  it('names nobody in a key, which outlives an erasure', async () => {
    expect(await service.db.sql`select key from idempotency_keys where key like '%@%'`).toEqual([]);
  });

  it('is told about line by line where nothing can be drawn anew', () => {
    expect(first.written).toMatch(/^Products {4}40 \(/);
    expect(first.written).toMatch(/\nOrders {6}100 % {2}60 of 60 orders · .*\nOrders {6}60 \(.* s\)\n/);
    expect(first.written).toContain(`${service.url}/orders/statistics`);
    expect(first.written).not.toContain('\r');
  });

  it('does not grow when it is sown again', async () => {
    const { written, tally } = await sower(service)();
    expect(written).toContain('Everything was there already: nothing was added.');
    expect(tally).toMatchObject({ orders: { made: 0, found: 60 }, moves: { made: 0 } });
    expect((await figuresOf(service)).total_orders).toBe(60);
  });

  it('takes another seed beside it, with customers who were there', async () => {
    const { tally } = await sower(service)({ seed: 2, orders: 12 });
    expect(tally).toMatchObject({ orders: { made: 12 }, refused: [] });
    expect(await stockFaults(service.db)).toEqual([]);
  });

  it('is left alone where only an empty one was to be filled', async () => {
    const { written, tally } = await sower(service)({ ifEmpty: true, seed: 3 });
    expect([written, tally]).toEqual([expect.stringContaining('nothing was added'), undefined]);
  });
});

it('a run that is stopped goes on where it was', async () => {
  const service = await start({ ALLOW_BACKDATING: 'true' });
  const sow = sower(service);
  const stop = new AbortController();
  const stopped = await sow({}, stop, (text) => (/Orders +30 %/.test(text) ? stop.abort() : undefined));
  expect(stopped.written).toMatch(/Stopped with \d+ of 60 orders there\. The same command goes on from here\./);
  const { tally } = await sow();
  expect(tally?.orders.made).toBeGreaterThan(0);
  expect((await figuresOf(service)).total_orders).toBe(60);
  expect(await stockFaults(service.db)).toEqual([]);
});

it('a service that keeps to its clock gets orders of today, and the person is told', async () => {
  const service = await start();
  const { written } = await sower(service)({ orders: 12, customers: 3, products: 10 });
  expect(written).toContain('so all of this is of today');
  const [row] = await service.db.sql`select count(distinct created_at::date)::int as days from orders`;
  expect(row?.['days']).toBeLessThanOrEqual(2);
});

it('nobody who answers is a sentence, not a stack', async () => {
  const nowhere = { url: 'http://127.0.0.1:9', seed: 1, orders: 12, customers: 1, products: 5, connections: 1, ifEmpty: false };
  await expect(seedShop(nowhere, { write: () => undefined }, new AbortController().signal)).rejects.toThrow(
    /No Pulse ERP answers/,
  );
});

describe('the options', () => {
  it.each([[['--orders', '5']], [['--url', 'shop']], [['--sed', '1']], [['--connections', '0']]])('refuse %j', (args) => {
    expect(() => readOptions(args, {})).toThrow();
  });

  it('are what the help text says', () => {
    expect(readOptions(['--orders', '50', '--if-empty'], { ORDERS_URL: 'http://shop:1' })).toMatchObject({
      orders: 50,
      ifEmpty: true,
      url: 'http://shop:1',
    });
    expect(HELP).toContain('npm run seed');
  });
});
