import type { Setting } from './setting.js';

// The settings of a service differ in type; the mapped types below keep each one's own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a union of all settings cannot be written otherwise
export type SettingsTable = Readonly<Record<string, Setting<any>>>;
export type Settings<T extends SettingsTable> = { readonly [K in keyof T]: T[K]['default'] };

export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid';
}

/** `EX_CONFIG` of sysexits.h: by it supervisors and people tell a wrong configuration from a crash. */
const EXIT_CONFIGURATION = 78;

/** What `main.ts` reads its settings with: when they are not right, it says so and the process ends with exit code 78. */
export function readSettingsOrExit<T extends SettingsTable>(
  table: T,
  environment: NodeJS.ProcessEnv = process.env,
): Settings<T> {
  try {
    return readSettings(table, environment);
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  }
}

/**
 * The values of a table of settings from the environment. A variable that is set to nothing counts as not set.
 * @throws SettingsInvalid naming every wrong variable at once, never the value of a secret
 */
export function readSettings<T extends SettingsTable>(table: T, environment: NodeJS.ProcessEnv = process.env): Settings<T> {
  const faults: string[] = [];
  const entries = Object.entries(table).map(([name, { variable, parse, secret, default: fallback }]) => {
    const text = environment[variable]?.trim();
    if (text === undefined || text === '') return [name, fallback];
    try {
      return [name, parse(text)];
    } catch (error) {
      faults.push(`${variable} ${(error as Error).message}${secret ? '' : `, not "${text.slice(0, 64)}"`}`);
      return [name, fallback];
    }
  });
  if (faults.length > 0) throw new SettingsInvalid(`The settings are not right:\n  ${faults.join('\n  ')}`);
  return Object.fromEntries(entries) as Settings<T>;
}
