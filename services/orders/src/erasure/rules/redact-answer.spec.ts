import { describe, expect, it } from '@jest/globals';
import { redactAnswer } from './redact-answer.js';

const customerId = '550e8400-e29b-41d4-a716-446655440000';
const redact = (body: object, keepFreeText = false): unknown =>
  JSON.parse(redactAnswer(JSON.stringify(body), { customerId, keepFreeText }));
const ada = { id: customerId, email: 'ada@example.com', full_name: 'Ada', metadata: { likes: 'tea' }, version: 1 };
const books = { id: 'o', customer_id: customerId, total_amount: 5 };
const order = { ...books, customer_name: 'Ada', conversation_id: 'c', metadata: { a: 1 } };

describe('a stored answer', () => {
  it('about the customer loses the person', () => {
    expect(redact(ada)).toEqual({ ...ada, email: null, full_name: null, metadata: {} });
    expect(redact(ada, true)).toEqual({ ...ada, email: null, full_name: null, metadata: {} });
  });

  it("about one of the customer's orders loses name, conversation and free text, and keeps the books", () => {
    const nobody = { ...order, customer_name: null, conversation_id: null };
    expect(redact(order)).toEqual({ ...nobody, metadata: {} });
    expect(redact(order, true)).toEqual(nobody);
  });

  it('about many orders loses it in the right rows only', () => {
    const other = { ...order, customer_id: 'another' };
    const results = [{ index: 0, order }, { index: 1, order: other }, { index: 2, problem: { code: 'empty_items' } }];
    const { results: redacted } = redact({ results }) as { results: object[] };
    expect(redacted[0]).toMatchObject({ order: { customer_name: null, metadata: {} } });
    expect(redacted.slice(1)).toEqual(results.slice(1));
  });
});
