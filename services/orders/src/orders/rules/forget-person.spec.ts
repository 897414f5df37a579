import { describe, expect, it } from '@jest/globals';
import { anOrder, NOON } from '../../../test/order.builder.js';
import { forgetPerson } from './forget-person.js';

const everything = { customerName: 'Ada', conversationId: 'chat-9', metadata: { note: 'Ada likes tea' }, externalRef: 'web-1' };

describe('an order that forgets its person', () => {
  it('keeps the books and loses name, conversation and free text, in one change', () => {
    const order = anOrder(everything);
    const decision = forgetPerson(order, { keepFreeText: false }, NOON);
    expect(decision.order).toEqual({
      ...order,
      customerName: null,
      conversationId: null,
      metadata: {},
      version: 2,
      lastSequence: 2,
      updatedAt: NOON.now,
    });
    const changed = ['customer_name', 'conversation_id', 'metadata'];
    expect(decision.recorded).toMatchObject([{ change: { kind: 'header', changed }, sequence: 2, actor: 'test' }]);
    expect(decision.recorded[0]?.reason).toMatch(/art\. 17/);
  });

  it('may keep its free text', () => {
    const { order, recorded } = forgetPerson(anOrder(everything), { keepFreeText: true }, NOON);
    expect(order).toMatchObject({ customerName: null, conversationId: null, metadata: everything.metadata });
    expect(recorded[0]?.change).toEqual({ kind: 'header', changed: ['customer_name', 'conversation_id'] });
  });

  it('changes nothing when it knows nobody', () => {
    expect(forgetPerson(anOrder(), { keepFreeText: false }, NOON).recorded).toEqual([]);
    const once = forgetPerson(anOrder(everything), { keepFreeText: false }, NOON).order;
    expect(forgetPerson(once, { keepFreeText: false }, NOON).recorded).toEqual([]);
  });
});
