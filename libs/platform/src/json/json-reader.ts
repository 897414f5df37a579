import { DomainError, parseJson } from '#libs/kernel';
import { isExact } from './exact-number.js';
import { pointerOf } from './json-pointer.js';

/** Deeper than any honest document, and far from what the stack bears. */
export const MAX_DEPTH = 32;

type Step = string | number;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

/**
 * Reads a JSON text of RFC 8259 character by character to find out what is wrong with it and where. It builds no value: this
 * is the slow and exact half of `parseStrictJson`, used only for texts that looked suspicious or did not parse.
 */
export class JsonReader {
  private at = 0;
  private readonly path: Step[] = [];

  constructor(private readonly text: string) {}

  /** @throws DomainError for the first fault; returns when there is none */
  check(): void {
    this.skip(SPACE);
    if (this.at === this.text.length) throw new DomainError('malformed_json', 'The body is empty.');
    this.readValue();
    this.skip(SPACE);
    if (this.at < this.text.length) this.failSyntax('the end');
  }

  private readValue(): void {
    const first = this.text[this.at];
    if (first === '{') this.readMembers();
    else if (first === '[') this.readElements();
    else if (first === '"') this.readText();
    else if (this.skip(LITERAL) === '') this.readNumber();
  }

  private readMembers(): void {
    const keys = new Set<string>();
    this.readList('}', () => {
      const key = this.readKey();
      this.path.push(key);
      if (keys.has(key)) this.fail('duplicate_key', 'is named twice in one object');
      keys.add(key);
      this.assertHarmlessKey(key);
      this.skip(SPACE);
      this.expect(':');
      this.skip(SPACE);
      this.readValue();
      this.path.pop();
    });
  }

  private readElements(): void {
    let index = 0;
    this.readList(']', () => {
      this.path.push(index++);
      this.readValue();
      this.path.pop();
    });
  }

  /** `readOne` for each part between the bracket that stands here and `close`, with commas between them. */
  private readList(close: string, readOne: () => void): void {
    if (++this.depth > MAX_DEPTH) this.fail('json_too_deep', `is nested deeper than ${MAX_DEPTH} levels`);
    this.at += 1;
    this.skip(SPACE);
    if (this.text[this.at] !== close) {
      for (;;) {
        readOne();
        this.skip(SPACE);
        if (this.text[this.at] !== ',') break;
        this.at += 1;
        this.skip(SPACE);
      }
    }
    this.expect(close);
    this.depth -= 1;
  }

  private depth = 0;

  private readKey(): string {
    if (this.text[this.at] !== '"') this.failSyntax('a key in double quotes');
    return this.readText();
  }

  private readText(): string {
    const start = this.at;
    this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1;
    if (this.at >= this.text.length) this.failSyntax('a closing quote');
    this.at += 1;
    const value = this.parseText(start);
    if (value.includes('\0')) this.fail('validation_failed', 'must not hold the NUL character');
    if (!value.isWellFormed()) this.fail('validation_failed', 'must not hold half of a surrogate pair');
    return value;
  }

  private parseText(start: number): string {
    try {
      return parseJson(this.text.slice(start, this.at)) as string;
    } catch {
      this.at = start;
      this.failSyntax('a text without raw control characters and with valid escapes');
    }
  }

  private readNumber(): void {
    const source = this.skip(NUMBER);
    if (source === '') this.failSyntax('a value');
    if (!isExact(source)) this.fail('number_out_of_range', 'must be a number that a double holds exactly');
  }

  /** `__proto__`, and a `constructor` with a `prototype`, change what careless code inherits; other names are just names. */
  private assertHarmlessKey(key: string): void {
    const pollutes = key === '__proto__' || (key === 'prototype' && this.path.at(-2) === 'constructor');
    if (pollutes) this.fail('forbidden_key', 'is not allowed as a key');
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) this.failSyntax(character === ':' ? 'a colon' : `a comma or ${character}`);
    this.at += 1;
  }

  private fail(code: string, message: string): never {
    const pointer = pointerOf(this.path);
    throw new DomainError(code, `${pointer === '' ? 'The body' : pointer} ${message}.`, { errors: [{ pointer, message }] });
  }

  private failSyntax(expected: string): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    const what = this.at >= this.text.length ? 'The body ends too early' : 'The body is not valid JSON';
    throw new DomainError('malformed_json', `${what}: ${expected} was expected at line ${line}, column ${column}.`);
  }
}
