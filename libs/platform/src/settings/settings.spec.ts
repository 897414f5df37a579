import { describe, expect, it } from '@jest/globals';
import { settingsExample, settingsTable } from './describe-settings.js';
import { platformSettings } from './platform.settings.js';
import { setting } from './setting.js';
import { readSettings, SettingsInvalid } from './settings.js';

const table = {
  port: setting.port('PORT', 8001, 'Port to listen on'),
  ratio: setting.ratio('RATIO', 0.5, 'Part of it'),
  color: setting.choice('COLOR', ['red', 'blue'], 'red', 'Its colour'),
  fast: setting.flag('FAST', false, 'Whether to hurry'),
  url: setting.url('URL', '', 'Where it is', ['nats', 'tls']),
  password: setting.text('PASSWORD', '', 'What nobody may see', { secret: true }),
  databaseUrl: setting.url('DATABASE_URL', '', 'The database', ['postgres'], { secret: true }),
};

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(table, environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsInvalid);
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

describe('settings', () => {
  it('are their defaults when a variable is not set, empty or blank', () => {
    const defaults = { port: 8001, ratio: 0.5, color: 'red', fast: false, url: '', password: '', databaseUrl: '' };
    expect(readSettings(table, {})).toEqual(defaults);
    expect(readSettings(table, { PORT: '', RATIO: '  ', COLOR: '\t' })).toEqual(defaults);
  });

  it('are read into their types', () => {
    const environment = {
      PORT: '0',
      RATIO: '1',
      COLOR: 'BLUE',
      FAST: 'true',
      URL: 'nats://a:4222,tls://b:4222',
      PASSWORD: ' x ',
    };
    expect(readSettings(table, environment)).toMatchObject({
      port: 0,
      ratio: 1,
      color: 'blue',
      fast: true,
      url: 'nats://a:4222,tls://b:4222',
      password: 'x',
    });
  });

  it('name everything that is wrong at once', () => {
    expect(faultsOf({ PORT: '65536', RATIO: '1.1', COLOR: 'green', FAST: 'yes', URL: 'http://a' })).toEqual([
      'PORT must be a whole number from 0 to 65535, not "65536"',
      'RATIO must be a number from 0 to 1, not "1.1"',
      'COLOR must be one of: red, blue, not "green"',
      'FAST must be one of: true, false, not "yes"',
      'URL must be a URL that begins with nats:// or tls://, not "http://a"',
    ]);
  });

  it.each(['-1', '1e3', '0x10', '80.5', '٣', ' 8 0 '])('take %j for no number', (text) => {
    expect(faultsOf({ PORT: text })).toHaveLength(1);
  });

  it('never show a secret', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://user:hunter2@host' }).join()).not.toContain('hunter2');
  });

  it('are described for people, and the example sets nothing', () => {
    expect(settingsTable(table)).toContain('| `PORT` | port | `8001` | Port to listen on |');
    const lines = settingsExample({ ...table, ...platformSettings }).split('\n');
    expect(lines.every((line) => line === '' || line.startsWith('#'))).toBe(true);
    expect(lines).toEqual(expect.arrayContaining(['# Its colour (red | blue)', '#COLOR=red']));
  });
});
