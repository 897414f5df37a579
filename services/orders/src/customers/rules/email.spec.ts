import { describe, expect, it } from '@jest/globals';
import { isEmail } from './email.js';

const label = (length: number) => 'd'.repeat(length);
const longest = `${'l'.repeat(64)}@${label(63)}.${label(63)}.${label(61)}`;

describe('an email address', () => {
  it.each([
    'ada@example.com',
    'ADA.Lovelace+shop@Sub-1.Example.co.uk',
    "o'hara_{x}~!#$%&*=?^`|/@example.com",
    'a@b',
    'a@xn--bcher-kva.example',
    longest,
  ])('may be %s', (text) => expect(isEmail(text)).toBe(true));

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@@example.com',
    'ada@example..com',
    'ada@-example.com',
    'ada@example-.com',
    'ada@.example.com',
    'ada@example.com.',
    'ada @example.com',
    ' ada@example.com',
    'ada@example.com\n',
    'ada@example.com\u0000',
    'Ada <ada@example.com>',
    '"ada"@example.com',
    'ada@[127.0.0.1]',
    'ädä@example.com',
    'ada@bücher.example',
    'ada@example,com',
    'ada@exa_mple.com',
    `${'l'.repeat(65)}@example.com`,
    `ada@${label(64)}.com`,
    `${longest}d`,
    'x'.repeat(1_000_000),
    `a@${'a.'.repeat(100_000)}`,
  ])('may not be %.40j', (text) => expect(isEmail(text)).toBe(false));
});
