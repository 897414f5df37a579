import { describe, expect, it } from '@jest/globals';
import { InsufficientStock, ProductArchived, StockInconsistent } from './stock.errors.js';
import { StockLedger } from './stock-ledger.js';
import { adjusting, committing, holding, releasing, restocking, writingOff, type Movement, type StockLevel } from './stock.js';

const CAUSE = { actor: 'test', at: new Date('2026-11-21T12:00:00.000Z') };

function aLevel(given: Partial<StockLevel> = {}): StockLevel {
  return {
    sku: 'BEAN',
    productId: '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011',
    tracked: true,
    onHand: 10,
    held: 0,
    allowBackorder: false,
    lowStockThreshold: null,
    levelSequence: 1,
    lastMovement: 1,
    archived: false,
    ...given,
  };
}

function setup(...levels: Partial<StockLevel>[]) {
  const ledger = new StockLedger((levels.length > 0 ? levels : [{}]).map(aLevel));
  const tell = () => ledger.notices.map(({ kind, level }) => `${kind} ${level.levelSequence}`);
  return { ledger, tell, book: (...movements: Movement[]) => ledger.book(movements, CAUSE) };
}

describe('the ledger', () => {
  it('numbers the movements of a SKU and keeps the level after each', () => {
    const { ledger, book } = setup();
    book(holding('BEAN', 4));
    book(committing('BEAN', 3), releasing('BEAN', 1));
    expect(ledger.rows).toMatchObject([
      { kind: 'hold', number: 2, onHand: 10, held: 4 },
      { kind: 'commit', number: 3, onHand: 7, held: 1 },
      { kind: 'release', number: 4, onHand: 7, held: 0 },
    ]);
  });

  it('gives the last units to the first cause, and to the next as many as are left', () => {
    const { book } = setup({ onHand: 5 });
    book(holding('BEAN', 3));
    expect(() => book(holding('BEAN', 3))).toThrow(InsufficientStock);
    book(holding('BEAN', 2));
  });

  it('names every SKU that is short and books nothing of that cause', () => {
    const { ledger, book } = setup({ sku: 'A', onHand: 1 }, { sku: 'B' }, { sku: 'C', onHand: 0 });
    const short = expect.objectContaining({
      shortfall: [
        { sku: 'A', requested: 2, available: 1 },
        { sku: 'C', requested: 1, available: 0 },
      ],
    });
    expect(() => book(holding('C', 1), holding('B', 1), holding('A', 2))).toThrow(short as never);
    expect(ledger.rows).toEqual([]);
    expect(ledger.levelOf('B')?.held).toBe(0);
  });

  it('promises what is not there where backorders are allowed, but lets nothing leave that is not in the house', () => {
    const { ledger, book } = setup({ onHand: 1, allowBackorder: true });
    book(holding('BEAN', 3));
    expect(ledger.levelOf('BEAN')).toMatchObject({ onHand: 1, held: 3 });
    expect(() => book(committing('BEAN', 2))).toThrow(InsufficientStock);
  });

  it('writes off no more than is in the house, since goods of a backorder may never have been there', () => {
    const backorders = { allowBackorder: true };
    const { ledger, book } = setup({ onHand: 1, held: 3, ...backorders }, { sku: 'CUP', onHand: 0, held: 2, ...backorders });
    book(releasing('BEAN', 3), writingOff('BEAN', 3));
    book(releasing('CUP', 2), writingOff('CUP', 2));
    expect(ledger.rows.map(({ sku, kind, onHandChange }) => `${sku} ${kind} ${onHandChange}`)).toEqual([
      'BEAN release 0',
      'BEAN write_off -1',
      'CUP release 0',
    ]);
    expect(ledger.notices).toMatchObject([{ kind: 'stock_adjusted', change: -1 }]);
  });

  it('takes no adjustment below what is held', () => {
    const { book } = setup({ held: 8 });
    book(adjusting('BEAN', -2));
    expect(() => book(adjusting('BEAN', -1))).toThrow(InsufficientStock);
  });

  it('holds nothing of an archived product, and still lets go of what was held', () => {
    const { book } = setup({ archived: true, held: 2 });
    expect(() => book(holding('BEAN', 1))).toThrow(ProductArchived);
    book(committing('BEAN', 1), releasing('BEAN', 1));
  });

  it('stops where the counters are below what an order holds', () => {
    expect(() => setup({ held: 1 }).book(releasing('BEAN', 2))).toThrow(StockInconsistent);
  });
});

describe('what is told about a level', () => {
  it('is each threshold once, when it is crossed', () => {
    const { book, tell } = setup({ lowStockThreshold: 5 });
    for (let units = 0; units < 10; units += 1) book(holding('BEAN', 1));
    expect(tell()).toEqual(['stock_low 2', 'stock_out 3']);
    book(releasing('BEAN', 10));
    book(holding('BEAN', 4));
    expect(tell()).toEqual(['stock_low 2', 'stock_out 3', 'stock_back 4']);
    book(holding('BEAN', 1));
    expect(tell().at(-1)).toBe('stock_low 5');
  });

  it('is both thresholds when one order takes all', () => {
    const { book, tell } = setup({ lowStockThreshold: 5 });
    book(holding('BEAN', 10));
    expect(tell()).toEqual(['stock_low 2', 'stock_out 3']);
  });

  it('is an adjustment with its change, also where goods of an order come back or are written off', () => {
    const { ledger, book } = setup({ held: 2 });
    book(restocking('BEAN', 3));
    book(releasing('BEAN', 2), writingOff('BEAN', 2));
    expect(ledger.notices).toMatchObject([
      { kind: 'stock_adjusted', change: 3, level: { onHand: 13 } },
      { kind: 'stock_adjusted', change: -2, level: { onHand: 11, held: 0 } },
    ]);
  });

  it('is no return of what nobody was told of: the first delivery of a new product', () => {
    const { book, tell } = setup({ onHand: 0, levelSequence: 0, lastMovement: 0 });
    book(adjusting('BEAN', 50));
    expect(tell()).toEqual(['stock_adjusted 1']);
  });

  it('is only the whole of a cause: released and written off crosses nothing', () => {
    const { book, tell } = setup({ onHand: 2, held: 2 });
    book(releasing('BEAN', 2), writingOff('BEAN', 2));
    expect(tell()).toEqual(['stock_adjusted 2']);
  });
});
