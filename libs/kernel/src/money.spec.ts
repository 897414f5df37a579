import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalsOf, fromMinor, isCurrency, MAX_MINOR, minorToDecimal, toMinor } from './money.js';

describe('money', () => {
  it.each([
    [19.99, 'EUR', 1999n],
    [0, 'EUR', 0n],
    [0.1, 'EUR', 10n],
    [1999, 'JPY', 1999n],
    [1.234, 'KWD', 1234n],
  ])('reads %p %s as %p minor units', (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
  });

  it.each([
    [19.999, 'EUR'],
    [1.005, 'EUR'],
    [0.001, 'EUR'],
    [19.5, 'JPY'],
    [-1, 'EUR'],
    [-0, 'EUR'],
    [1e-7, 'EUR'],
    [Infinity, 'EUR'],
    [NaN, 'EUR'],
    [1e21, 'EUR'],
    [1e13, 'EUR'],
  ])('refuses %p %s', (amount, currency) => {
    expect(toMinor(amount, currency)).toBeUndefined();
  });

  it('brings back every amount that it can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_MINOR }), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), (minor, currency) => {
        expect(toMinor(fromMinor(minor, currency), currency)).toBe(minor);
      }),
    );
  });

  it('writes exact decimals, below one unit and below zero too', () => {
    expect(minorToDecimal(8997n, 'EUR')).toBe('89.97');
    expect(minorToDecimal(5n, 'EUR')).toBe('0.05');
    expect(minorToDecimal(-5n, 'KWD')).toBe('-0.005');
    expect(minorToDecimal(MAX_MINOR, 'JPY')).toBe('999999999999999');
  });

  it('knows ISO 4217 codes and their decimals', () => {
    expect(isCurrency('EUR')).toBe(true);
    expect(isCurrency('eur')).toBe(false);
    expect(isCurrency('XYZ')).toBe(false);
    expect([decimalsOf('EUR'), decimalsOf('JPY'), decimalsOf('BHD'), decimalsOf('CLF')]).toEqual([2, 0, 3, 4]);
  });
});
