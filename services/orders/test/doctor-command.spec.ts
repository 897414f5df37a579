import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { patient, type Patient } from './ailing.js';
import { command, commandUnheard } from './command.js';
import { startService, type RunningService } from './service.js';

describe('npm run doctor', () => {
  let service: RunningService;
  let ill: Patient;
  const doctor = (...args: readonly string[]) => command(service.world.databaseUrl, 'doctor', ...args);

  beforeAll(async () => {
    service = await startService();
    ill = await patient(service, { onHand: 20 });
  });
  afterAll(() => service.stop());

  it('says that all agrees', async () => {
    const stock = '1 product and 1 movement: counters, ledger and orders agree.\n';
    expect(await doctor()).toEqual({ code: 0, said: `The figures of the statistics agree with the orders.\n${stock}` });
    expect(JSON.parse((await doctor('--json')).said)).toEqual({
      findings: [],
      summary: { products: 1, movements: 1, findings: 0, left: 0, figures: { faults: [], outcome: 'agree' } },
    });
  });

  it('shows a finding with what a repair would write, and writes nothing; repairs it; finds nothing more', async () => {
    const orders = [];
    for (let index = 0; index < 12; index += 1) orders.push(await ill.order(1));
    await service.db.sql`update stock set on_hand = 22, held = 3 where sku = ${ill.sku}`;
    const before = await ill.ledger();
    const { code, said } = await doctor('--sku', ill.sku);
    expect(code).toBe(1);
    expect(said).toContain(`${ill.sku}\n`);
    expect(said).toMatch(/^ {2}held +3 +12 +12 +12$/m);
    expect(said).toContain(`order ${orders[11]?.id} (placed) holds 1, its movements say 1\n`);
    expect(said).toContain('\n    and 2 more\n');
    expect(said).toContain('would write movement 14: on hand +2 = 22, held 0 = 12 (repair: ');
    expect(said).toContain('would set held from 3 to 12');
    expect(await ill.ledger()).toEqual(before);
    expect(await doctor('--repair')).toMatchObject({ code: 0, said: expect.stringContaining(`${ill.sku}: agrees now`) });
    expect(await doctor('--repair')).toMatchObject({ code: 0 });
    expect(await ill.ledger()).toHaveLength(before.length + 1);
  });

  it('repairs to the end, though whoever reads it leaves', async () => {
    const { sku } = await patient(service);
    await service.db.sql`update stock set held = 7 where sku = ${sku}`;
    expect(await commandUnheard(service.world.databaseUrl, 'doctor', '--repair', '--sku', sku)).toEqual({ code: 0, said: '' });
    expect(await doctor('--sku', sku)).toMatchObject({ code: 0 });
  });

  it('finds figures that are not those of the orders, and has them counted anew', async () => {
    await service.place({ customer_name: 'Ada' });
    await service.db.sql`insert into order_figures values ('draft', 'EUR', 3, 100)`;
    await service.db.sql`delete from ordering_names`;
    const { code, said } = await doctor();
    expect(code).toBe(1);
    expect(said).toMatch(/^The figures of the statistics do not agree with the orders:\n {2}- draft EUR: figures 4\/\d+, orders 1\/\d+\n/);
    expect(said).toMatch(/ is not found by the name of an order\nNothing was changed; see --repair.\n/);
    expect(await doctor('--repair')).toMatchObject({ code: 0, said: expect.stringContaining('\nThey were counted anew.\n') });
    expect(await doctor('--sku', ill.sku)).toMatchObject({ code: 0, said: expect.not.stringContaining('figures') });
    expect(await doctor()).toMatchObject({ code: 0, said: expect.stringMatching(/^The figures of the statistics agree/) });
  });

  it('speaks JSON, also of what it repaired', async () => {
    const { sku, order } = await patient(service);
    const { id } = await order(2);
    await service.db.sql`update order_items set stocked = false where order_id = ${id}`;
    const { code, said } = await doctor('--json', '--repair');
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      findings: [
        {
          sku,
          counters: { on_hand: 10, held: 2 },
          differences: [{ kind: 'held_by_orders', difference: -2 }, { kind: 'holds_of_orders' }],
          orders_unlike: [{ order_id: id, status: 'placed', held: 0, ledger_held: 2 }],
          repair: { held: 0, movements: [{ number: 3, held_change: -2, order_id: id }] },
        },
      ],
      repairs: [{ sku, outcome: 'agrees', held: { from: 2, to: 0 }, movements: [{ number: 3 }] }],
      summary: { findings: 1, left: 0 },
    });
  });

  it('explains itself, and says in a sentence why it could not look', async () => {
    expect(await doctor('--help')).toMatchObject({ code: 0, said: expect.stringContaining('npm run doctor -- --repair') });
    expect(await doctor('--mend')).toMatchObject({ code: 2, said: expect.stringContaining("Unknown option '--mend'") });
    expect(await doctor('--sku', 'NONE')).toMatchObject({ code: 2, said: expect.stringContaining('no product NONE') });
    const nobody = await command('postgres://127.0.0.1:1/pulse', 'doctor');
    expect(nobody).toMatchObject({ code: 2, said: expect.stringMatching(/^The database cannot be reached \(/) });
  });
});
