import type { Random } from '#libs/kernel';
import { COMPANIES, CULTURES, type Culture } from './names.js';

export interface Customer {
  /** Unique among the customers of a seed, and what tells them apart before the service has given ids. */
  readonly email: string;
  readonly fullName: string;
  readonly city: string;
  readonly language: string;
  /** A café or an office, which buys by the sack. */
  readonly company: boolean;
  /** How often they buy, against the others: a few buy much. */
  readonly weight: number;
}

/** RFC 2606 keeps these for examples: nobody can ever be written to. */
const DOMAINS = ['example.com', 'example.org', 'example.net'];

/** One in twenty-five is a company. */
const COMPANY_EVERY = 25;

export function makeCustomers(count: number, random: Random): Customer[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const company = index % COMPANY_EVERY === COMPANY_EVERY - 1;
    const culture = random.weighted(CULTURES, ({ share }) => share);
    const person = nameOf(culture, random);
    const name = company ? companyNameOf(Math.floor(index / COMPANY_EVERY), person) : person;
    return {
      email: freeAddress(name.spelling, random.pick(DOMAINS), taken),
      fullName: name.written,
      city: random.pick(culture.cities),
      language: culture.language,
      company,
      // Pareto's, softened: two thirds of the orders come from a fifth of the people.
      weight: 1 / (count / 50 + random.int(0, count)),
    };
  });
}

interface Name {
  readonly written: string;
  /** As in a mail address. */
  readonly spelling: string;
}

function nameOf({ given, family, familyFirst }: Culture, random: Random): Name {
  const [givenWritten, givenSpelt] = halves(random.pick(given));
  const [familyWritten, familySpelt] = halves(random.pick(family));
  const parts = familyFirst ? [familyWritten, givenWritten] : [givenWritten, familyWritten];
  return { written: parts.join(' '), spelling: `${latin(givenSpelt)}.${latin(familySpelt)}` };
}

function companyNameOf(index: number, person: Name): Name {
  const company = COMPANIES[index % COMPANIES.length] ?? '';
  return { written: `${company} (${person.written})`, spelling: `orders.${latin(company)}` };
}

function halves(name: string): [written: string, spelt: string] {
  const [written = '', spelt = written] = name.split('=');
  return [written, spelt];
}

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
  ö: 'oe',
  ü: 'ue',
  ä: 'ae',
};

function latin(text: string): string {
  const lower = text.toLowerCase().replace(/[ßøłđıæöüä]/g, (letter) => LETTERS[letter] ?? letter);
  return lower.normalize('NFD').replace(/[^a-z0-9]/g, '');
}

function freeAddress(spelling: string, domain: string, taken: Set<string>): string {
  for (let number = 1; ; number += 1) {
    const address = `${spelling}${number === 1 ? '' : number}@${domain}`;
    if (taken.has(address)) continue;
    taken.add(address);
    return address;
  }
}
