import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { startPostgres } from '#libs/embedded';
import { makeFolder, removeFolders } from './folders.js';
import { endPrograms, hasEnded, leaveBehind, runProgram } from './program.js';

const QUICK = { fsync: 'off' };

async function query<T>(url: string, statement: string): Promise<T | undefined> {
  const sql = postgres(url, { max: 1 });
  try {
    const [row] = await sql.unsafe(statement);
    return row === undefined ? undefined : (Object.values(row)[0] as T);
  } finally {
    await sql.end();
  }
}

afterEach(async () => {
  await endPrograms();
  removeFolders();
});

describe('startPostgres', () => {
  it('runs PostgreSQL 18 in UTF-8, durable, with a password, and keeps the data from one start to the next', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    const first = await startPostgres({ dataDir });
    expect(await query(first.url, 'show server_version_num')).toMatch(/^18/);
    expect(await query(first.url, 'show server_encoding')).toBe('UTF8');
    expect(await query(first.url, `select current_setting('fsync') || current_setting('synchronous_commit')`)).toBe('onon');
    await expect(query(first.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
    await query(first.url, `create table kept as select 'Grüße 🚚'::text as words`);
    await first.stop();
    const second = await startPostgres({ dataDir });
    expect(await query(second.url, 'select words from kept')).toBe('Grüße 🚚');
    await second.stop();
  });

  it('logs which constraint an error is about, and no value of a row, a key or a parameter', async () => {
    const lines: string[] = [];
    const dataDir = join(makeFolder(), 'postgres');
    const server = await startPostgres({ dataDir, settings: QUICK, log: (line) => lines.push(line) });
    const sql = postgres(server.url, { max: 1 });
    const given = 'ada@example.com';
    await sql`create table people (email text constraint one_each unique, age int not null)`;
    await sql`insert into people values (${given}, 36)`;
    await expect(sql`insert into people values (${given}, 36)`).rejects.toMatchObject({ code: '23505' });
    await expect(sql`insert into people values (${given}, null)`).rejects.toMatchObject({ code: '23502' });
    await sql.end();
    await server.stop();
    const log = lines.join('\n');
    expect(log).toMatch(/"one_each"[^]*insert into people values \(\$1, 36\)[^]*"age"/);
    expect(log).not.toContain(given);
  });

  it('leaves nothing running when its owner is killed, and starts again at once', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    const owner = runProgram('start-postgres.ts', { args: [dataDir] });
    const pid = Number((await owner.writes(/pid (\d+)/))[1]);
    owner.signal('SIGKILL');
    await owner.ended;
    const next = await startPostgres({ dataDir, settings: QUICK });
    expect(await query(next.url, 'select 1')).toBe(1);
    await hasEnded(pid);
    await next.stop();
  });

  it('ends a server that nobody watches over any more', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    const first = await startPostgres({ dataDir, settings: QUICK });
    const again = leaveBehind(first.pid);
    await first.stop();
    const leftOver = again();
    await new Promise<void>((ready) => leftOver.stderr?.on('data', (text) => /ready to accept/.test(String(text)) && ready()));
    const lines: string[] = [];
    const next = await startPostgres({ dataDir, settings: QUICK, log: (line) => lines.push(line) });
    expect(lines.join('\n')).toContain(`pid ${leftOver.pid}`);
    expect(await query(next.url, 'select 1')).toBe(1);
    await hasEnded(leftOver.pid ?? 0);
    await next.stop();
  });

  it('starts again after the server was killed hard', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    const first = await startPostgres({ dataDir, settings: QUICK });
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const next = await startPostgres({ dataDir, settings: QUICK });
    expect(await query(next.url, 'select 1')).toBe(1);
    await next.stop();
  });

  it('refuses a folder that is in use, and leaves that server alone', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    const first = await startPostgres({ dataDir, settings: QUICK });
    await expect(startPostgres({ dataDir })).rejects.toThrow(/in use by another process/);
    const elsewhere = runProgram('start-postgres.ts', { args: [dataDir] });
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.output).toContain('in use by another process');
    expect(await query(first.url, 'select 1')).toBe(1);
    await first.stop();
  });

  it('makes a cluster anew when the making was interrupted', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    mkdirSync(`${dataDir}.new`);
    writeFileSync(join(`${dataDir}.new`, 'PG_VERSION'), '18\n');
    const server = await startPostgres({ dataDir, settings: QUICK });
    expect(await query(server.url, 'select 1')).toBe(1);
    await server.stop();
  });

  it('does not touch the data of another major version', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'PG_VERSION'), '17\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow(/was made by PostgreSQL 17, and this is PostgreSQL 18/);
    expect(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8')).toBe('17\n');
  });

  it('names the port when another program uses it', async () => {
    const dataDir = join(makeFolder(), 'postgres');
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    await expect(startPostgres({ dataDir, port })).rejects.toThrow(`port ${port}`);
    other.close();
  });
});
