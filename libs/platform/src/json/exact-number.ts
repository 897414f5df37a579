/**
 * Whether a double carries the JSON number `source` as it was written: the decimal digits that come back (ECMA-262
 * Number::toString) are those that came in. So `1.50`, `15e-1` and `1e21` are exact; `9007199254740993`, `1e309`, `1e-400` and
 * `0.1000000000000000055511` are not, and would be stored as other numbers.
 */
export function isExact(source: string): boolean {
  const value = Number(source);
  return Number.isFinite(value) && normalize(source) === normalize(String(value));
}

/** Digits without zeros at either end, and the power of ten: one spelling for each decimal number. */
function normalize(number: string): string {
  const [mantissa = '', exponent = '0'] = number.replace(/^-/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const first = firstNonZero(digits);
  const end = endWithoutZeros(digits);
  if (first >= end) return '0';
  return `${digits.slice(first, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}

function firstNonZero(digits: string): number {
  let at = 0;
  while (digits[at] === '0') at += 1;
  return at;
}

function endWithoutZeros(digits: string): number {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return end;
}
