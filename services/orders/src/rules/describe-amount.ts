import { decimalsOf } from '#libs/kernel';

/** What an amount of the currency has to be, for the message about one that is not. */
export function describeAmount(currency: string): string {
  const decimals = decimalsOf(currency);
  const limit = decimals === 0 ? 'without decimals' : `with at most ${decimals} decimals`;
  return `must be an amount of ${currency} ${limit}, not negative, of at most 15 digits`;
}
