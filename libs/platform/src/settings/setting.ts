/** One environment variable: how it reads, what it means, what it is when it is not set. */
export interface Setting<T> {
  readonly variable: string;
  readonly about: string;
  readonly default: T;
  readonly secret: boolean;
  /** How a person reads what may stand there: `port`, `on | off`, … */
  readonly form: string;
  /** @throws Error whose message reads on after the variable's name */
  readonly parse: (text: string) => T;
}

interface Extra {
  readonly secret?: boolean;
}

function make<T>(
  variable: string,
  fallback: T,
  about: string,
  form: string,
  parse: (text: string) => T,
  { secret = false }: Extra = {},
): Setting<T> {
  return { variable, about, default: fallback, secret, form, parse };
}

function parseInteger(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw new Error(`must be a whole number from ${min} to ${max}`);
    return value;
  };
}

function parseRatio(text: string): number {
  const value = /^\d(?:\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
  if (!(value <= 1)) throw new Error('must be a number from 0 to 1');
  return value;
}

function parseChoice<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((one) => one === text.toLowerCase());
    if (choice === undefined) throw new Error(`must be one of: ${choices.join(', ')}`);
    return choice;
  };
}

function parseUrl(schemes: readonly string[]): (text: string) => string {
  return (text) => {
    for (const part of text.split(',')) {
      const scheme = URL.canParse(part.trim()) ? new URL(part.trim()).protocol.slice(0, -1) : undefined;
      if (scheme === undefined || !schemes.includes(scheme))
        throw new Error(`must be a URL that begins with ${schemes.join(':// or ')}://`);
    }
    return text;
  };
}

/** The kinds of settings. Each takes the variable, the default and a sentence for the table of the README. */
export const setting = {
  text: (variable: string, fallback: string, about: string, extra?: Extra) =>
    make(variable, fallback, about, 'text', (text) => text, extra),
  integer: (variable: string, fallback: number, about: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
    make(variable, fallback, about, 'number', parseInteger(min, max)),
  ratio: (variable: string, fallback: number, about: string) => make(variable, fallback, about, '0 to 1', parseRatio),
  port: (variable: string, fallback: number, about: string) => make(variable, fallback, about, 'port', parseInteger(0, 65_535)),
  choice: <T extends string>(variable: string, choices: readonly T[], fallback: T, about: string) =>
    make<T>(variable, fallback, about, choices.join(' \\| '), parseChoice(choices)),
  flag: (variable: string, fallback: boolean, about: string) =>
    make(variable, fallback, about, 'true \\| false', (text) => parseChoice(['true', 'false'])(text) === 'true'),
  url: (variable: string, fallback: string, about: string, schemes: readonly string[], extra?: Extra) =>
    make(variable, fallback, about, 'URL', parseUrl(schemes), extra),
} as const;
