import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerBody } from '../src/customers/customer.presenter.js';
import { aCustomer, aCustomerBody } from './customer.js';
import { startService, type Answer, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const aKey = () => ({ 'idempotency-key': `key-${randomUUID()}` });
const isReplay = ({ headers }: Answer<unknown>) => headers['idempotency-replayed'] === 'true';
const create = (body: unknown, headers?: Record<string, string>) => service.post<CustomerBody>('/customers', body, headers);
const change = (id: string, body: unknown, headers?: Record<string, string>) =>
  service.patch<CustomerBody>(`/customers/${id}`, body, headers);

describe('a new customer', () => {
  it('is answered with its place and its tag, and found there', async () => {
    const given = aCustomerBody({ full_name: '  Zoë 👩‍👩‍👧‍👦 Nguyễn', metadata: { toString: 1, tags: ['a', null] } });
    const { status, headers, body } = await create(given);
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/customers/${body.id}`, '"1"']);
    expect(body).toMatchObject({ ...given, version: 1, erased_at: null });
    const found = await service.get<CustomerBody>(`/customers/${body.id}`);
    expect([found.status, found.body, found.headers['etag']]).toEqual([200, body, '"1"']);
    expect((await service.get(`/customers/${body.id}`, { 'if-none-match': '"1"' })).status).toBe(304);
    expect((await service.get(`/customers/${body.id.toUpperCase()}`)).status).toBe(200);
  });

  it('cannot have the email of another, however it is written', async () => {
    const one = await aCustomer(service, { email: `Ada-${randomUUID()}@Example.com` });
    const answer = await create(aCustomerBody({ email: one.email?.toUpperCase() }));
    expect(answer).toMatchObject({ status: 409, body: { code: 'duplicate_customer_email', customer_id: one.id } });
  });

  it('is one, when ten with the same email come at once', async () => {
    const given = aCustomerBody();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(given)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('is one under one Idempotency-Key, even when thirty requests come at once', async () => {
    const key = aKey();
    const given = aCustomerBody();
    const answers = await Promise.all(Array.from({ length: 30 }, () => create(given, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
    const other = await create(aCustomerBody(), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('leaves the key free when it was refused', async () => {
    const taken = await aCustomer(service);
    const key = aKey();
    expect((await create(aCustomerBody({ email: taken.email }), key)).status).toBe(409);
    expect((await create(aCustomerBody(), key)).status).toBe(201);
  });
});

describe('a change of a customer', () => {
  it('replaces texts and merges metadata', async () => {
    const { id } = await aCustomer(service, { metadata: { a: 1, b: { c: 2, d: 3 } } });
    const email = `eve-${randomUUID()}@example.com`;
    const { status, headers, body } = await change(id, { email, full_name: 'Eve', metadata: { a: null, b: { d: 4 } } });
    expect([status, headers['etag']]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ id, email, full_name: 'Eve', metadata: { b: { c: 2, d: 4 } }, version: 2 });
    expect((await change(id, { metadata: null })).body.metadata).toEqual({});
    const type = { 'content-type': 'application/merge-patch+json' };
    expect((await change(id, { full_name: 'Eva' }, type)).body).toMatchObject({ full_name: 'Eva', version: 4 });
  });

  it('that changes nothing makes no new version', async () => {
    const { id, email, metadata } = await aCustomer(service, { metadata: { a: 1, b: 2 } });
    expect((await change(id, { email, metadata: { b: 2 } })).body).toMatchObject({ version: 1, metadata });
    expect((await change(id, {})).body.version).toBe(1);
  });

  it('may change the case of its own email, and not take the one of another', async () => {
    const [one, other] = [await aCustomer(service), await aCustomer(service)];
    expect((await change(one.id, { email: one.email?.toUpperCase() })).body.email).toBe(one.email?.toUpperCase());
    const refused = await change(other.id, { email: one.email });
    expect(refused).toMatchObject({ status: 409, body: { code: 'duplicate_customer_email', customer_id: one.id } });
  });

  it('is refused when it was decided by an older version', async () => {
    const { id } = await aCustomer(service);
    await change(id, { full_name: 'Eve' }, { 'if-match': '"1"' });
    const refused = await change(id, { full_name: 'Bob' }, { 'if-match': '"1"' });
    expect(refused).toMatchObject({ status: 412, body: { code: 'precondition_failed', current_etag: '"2"' } });
  });

  it('is made once under one Idempotency-Key', async () => {
    const { id } = await aCustomer(service);
    const key = aKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => change(id, { full_name: 'Eve' }, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.version}`))).toEqual(new Set(['200 2']));
    expect(answers.filter(isReplay)).toHaveLength(9);
  });

  it('loses nothing when twenty come at once', async () => {
    const { id } = await aCustomer(service);
    const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
    await Promise.all(keys.map((key) => change(id, { metadata: { [key]: true } })));
    const { body } = await service.get<CustomerBody>(`/customers/${id}`);
    expect([body.version, Object.keys(body.metadata).sort()]).toEqual([21, keys.sort()]);
  });

  it('cannot grow the metadata beyond its limit by many small patches', async () => {
    const { id } = await aCustomer(service, { metadata: { a: 'x'.repeat(16_000) } });
    const refused = await change(id, { metadata: { b: 'x'.repeat(16_000) } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer: '/metadata' }] } });
  });
});
