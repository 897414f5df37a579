/**
 * Money is an integer of minor units (cents, yen, fils) as bigint, with its ISO 4217 currency beside it. On the wire it is
 * a JSON number with at most the currency's decimals; what has more is refused and never rounded.
 */

/** Decimals of the currencies that do not have two (ISO 4217 list one, column "minor unit"). */
export const CURRENCY_DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

const CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP ' +
    'CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF ' +
    'IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD ' +
    'MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB ' +
    'RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD ' +
    'UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);

/** The largest amount: a double brings back every decimal of up to 15 digits (IEEE 754, DBL_DIG), so the wire never rounds. */
export const MAX_MINOR = 999_999_999_999_999n;

export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && CURRENCIES.has(code);
}

export function decimalsOf(currency: string): number {
  return CURRENCY_DECIMALS[currency] ?? 2;
}

const PLAIN = /^(\d+)(?:\.(\d+))?$/;

/**
 * The minor units of a wire amount, or `undefined` when it is no amount of that currency: negative, not finite, with more
 * decimals than the currency has, or beyond `MAX_MINOR`. The decimal digits are those of the shortest text that names the
 * double (ECMA-262 Number::toString), which are the digits that the client sent for every number of up to 15 digits.
 */
export function toMinor(amount: number, currency: string): bigint | undefined {
  const digits = PLAIN.exec(String(amount));
  if (digits === null || Object.is(amount, -0)) return undefined;
  const [, whole = '0', fraction = ''] = digits;
  const decimals = decimalsOf(currency);
  if (fraction.length > decimals) return undefined;
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  return minor <= MAX_MINOR ? minor : undefined;
}

/** The wire amount of minor units: the double nearest to the exact decimal, which prints as that decimal. */
export function fromMinor(minor: bigint, currency: string): number {
  return Number(minorToDecimal(minor, currency));
}

/** The exact decimal text of minor units, such as `"89.97"`, for people and for SQL. */
export function minorToDecimal(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
