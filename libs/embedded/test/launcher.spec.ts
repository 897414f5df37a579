import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { findNatsServer, freePort } from '#libs/embedded';
import { eventually } from '#libs/testing';
import { isAlive } from '../src/process/processes.js';
import type { RunFile } from '../src/launcher/run-file.js';
import { makeFolder, removeFolders } from './folders.js';
import { endPrograms, hasEnded, type Program, runProgram } from './program.js';

const REPOSITORY = join(import.meta.dirname, '../../..');
/** As root the tests also try what an ordinary user gets. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** A project folder with the real migrations and a stand-in for the service. */
async function setup() {
  const root = makeFolder(0o777);
  const service = join(root, 'dist/services/orders/src');
  mkdirSync(service, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'fixtures/service.mjs'), join(service, 'main.js'));
  const seed = join(root, 'dist/apps/seed/src');
  mkdirSync(seed, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'fixtures/seed.mjs'), join(seed, 'seed.cli.js'));
  copyFileSync(join(REPOSITORY, 'package.json'), join(root, 'dist/package.json'));
  mkdirSync(join(root, 'migrations'));
  symlinkSync(join(REPOSITORY, 'migrations/orders'), join(root, 'migrations/orders'));
  chmodSync(root, 0o777);
  const port = await freePort();
  // A copy, since another user may not go to where this one keeps it.
  copyFileSync((await findNatsServer()).path, join(root, 'nats-server'));
  const servers = { DATABASE_URL: '', DB_HOST: '', NATS_URL: '', NATS_SERVER_BIN: join(root, 'nats-server') };
  const environment = { ...servers, PORT: String(port) };
  return {
    port,
    pulse: join(root, '.pulse'),
    run: (...options: string[]) => runProgram('launcher.ts', { args: [root, ...options], environment }),
    runWith: (more: NodeJS.ProcessEnv) => runProgram('launcher.ts', { args: [root], environment: { ...environment, ...more } }),
    runAs: (user: typeof NOBODY) =>
      runProgram('launcher.ts', { args: [root], environment: { ...environment, HOME: '/nonexistent' }, user }),
    runFile: () => JSON.parse(readFileSync(join(root, '.pulse/run.json'), 'utf8')) as RunFile,
  };
}

const pidsOf = ({ pids }: RunFile): number[] => Object.values(pids);
const ready = (launcher: Program) => launcher.writes(/Pulse ERP runs/);

async function countTables(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`create table if not exists made_by_hand ()`;
    const [row] = await sql<[{ orders: number }]>`select count(*)::int as orders from pg_tables where tablename = 'orders'`;
    return row.orders;
  } finally {
    await sql.end();
  }
}

async function hasTable(url: string, name: string): Promise<boolean> {
  const sql = postgres(url, { max: 1 });
  try {
    return (await sql`select from pg_tables where tablename = ${name}`).length > 0;
  } finally {
    await sql.end();
  }
}

afterEach(async () => {
  await endPrograms();
  removeFolders();
});

describe('the launcher', () => {
  it('starts everything, writes down where it is for its owner only, and stops in order', async () => {
    const { pulse, port, run, runFile } = await setup();
    const launcher = run();
    await ready(launcher);
    const told = runFile();
    expect(told).toMatchObject({
      orders_url: `http://localhost:${port}`,
      database_url: expect.stringMatching(/^postgres:\/\/pulse:.+@127\.0\.0\.1:\d+\/pulse$/),
      nats_url: expect.stringMatching(/^nats:\/\/127\.0\.0\.1:\d+$/),
      started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(statSync(join(pulse, 'run.json')).mode & 0o077).toBe(0);
    expect(pidsOf(told).map(isAlive)).toEqual([true, true, true, true]);
    expect(await countTables(told.database_url)).toBe(1);
    expect(launcher.output).not.toContain(new URL(told.database_url).password);
    launcher.signal('SIGTERM');
    expect(await launcher.ended).toBe(0);
    expect(launcher.output).toContain('service stops: database true, broker true');
    expect(readFileSync(join(pulse, 'logs/orders.log'), 'utf8')).toContain(`service on ${port}`);
    expect(pidsOf(told).map(isAlive)).toEqual([false, false, false, false]);
    expect(existsSync(join(pulse, 'run.json'))).toBe(false);
  });

  it('leaves nothing running when it is killed, starts again with the same data, and with none when asked', async () => {
    const { run, runFile } = await setup();
    const killed = run();
    await ready(killed);
    const first = runFile();
    await countTables(first.database_url);
    killed.signal('SIGKILL');
    await killed.ended;
    await hasEnded(...pidsOf(first));
    const second = run();
    await ready(second);
    expect(await hasTable(runFile().database_url, 'made_by_hand')).toBe(true);
    second.signal('SIGINT');
    expect(await second.ended).toBe(0);
    const third = run('--fresh');
    await ready(third);
    expect(await hasTable(runFile().database_url, 'made_by_hand')).toBe(false);
    third.signal('SIGTERM');
    await third.ended;
  });

  it('fills the shop with --demo once everything runs, and lets that one service take times of the past', async () => {
    const { run, port, pulse } = await setup();
    const launcher = run('--demo');
    await ready(launcher);
    expect(launcher.output).toContain(`filling with --if-empty --url http://localhost:${port}\n\nPulse ERP runs.`);
    expect(launcher.output).not.toContain('service on');
    const log = () => readFileSync(join(pulse, 'logs/orders.log'), 'utf8');
    await eventually(() => expect(log()).toContain('backdating true'));
    launcher.signal('SIGTERM');
    expect(await launcher.ended).toBe(0);
  });

  it('refuses a second start from the same folder, and leaves the first alone', async () => {
    const { run, runWith, runFile } = await setup();
    const first = run();
    await ready(first);
    const second = runWith({ PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/already runs from this folder/);
    expect(pidsOf(runFile()).every(isAlive)).toBe(true);
    first.signal('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('names the port that another program uses, and starts nothing', async () => {
    const { pulse, port, run } = await setup();
    const other = createServer();
    await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
    const launcher = run();
    expect(await launcher.ended).toBe(1);
    expect(launcher.output).toContain(`Port ${port} is taken`);
    expect(existsSync(join(pulse, 'postgres'))).toBe(false);
    other.close();
  });

  it('stops the rest and fails when the service ends by itself', async () => {
    const { port, run, runFile } = await setup();
    const launcher = run();
    await ready(launcher);
    const told = runFile();
    await fetch(`http://127.0.0.1:${port}/end`).catch(() => undefined);
    expect(await launcher.ended).toBe(1);
    expect(launcher.output).toContain('the orders service ended by itself (exit code 3)');
    await hasEnded(...pidsOf(told));
  });

  it('uses the servers that the environment names and starts none of its own', async () => {
    const own = await setup();
    const servers = own.run();
    await ready(servers);
    const { database_url, nats_url } = own.runFile();
    const { pulse, runWith, runFile } = await setup();
    const { hostname, port, username, password, pathname } = new URL(database_url);
    const launcher = runWith({
      DB_HOST: hostname,
      DB_PORT: port,
      POSTGRES_USER: username,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: pathname.slice(1),
      NATS_URL: nats_url,
    });
    await ready(launcher);
    expect(runFile()).toMatchObject({ database_url, nats_url });
    expect(Object.keys(runFile().pids)).toEqual(['launcher', 'orders']);
    expect(['postgres', 'nats'].map((name) => existsSync(join(pulse, name)))).toEqual([false, false]);
    launcher.signal('SIGTERM');
    await launcher.ended;
    expect(pidsOf(own.runFile()).every(isAlive)).toBe(true);
    servers.signal('SIGTERM');
    await servers.ended;
  });

  it('leaves nothing running when it is stopped while it starts', async () => {
    const { pulse, run } = await setup();
    const launcher = run();
    await launcher.writes(/PostgreSQL {2}/);
    const postgresPid = Number(readFileSync(join(pulse, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
    launcher.signal('SIGINT');
    expect(await launcher.ended).toBe(0);
    expect(launcher.output).toContain('Stopping before it was ready: SIGINT');
    expect(isAlive(postgresPid)).toBe(false);
    expect(existsSync(join(pulse, 'launcher.pid'))).toBe(false);
  });

  it('says which variable is wrong when PORT is no port', async () => {
    const { runWith } = await setup();
    const launcher = runWith({ PORT: '99999' });
    expect(await launcher.ended).toBe(1);
    expect(launcher.output).toContain('PORT is 99999');
  });

  it('runs for an ordinary user', async () => {
    const { runAs, runFile } = await setup();
    const user = process.getuid?.() === 0 ? NOBODY : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const launcher = runAs(user);
    await ready(launcher);
    expect(statSync(`/proc/${runFile().pids.postgres}`).uid).toBe(user.uid);
    launcher.signal('SIGTERM');
    expect(await launcher.ended).toBe(0);
  });
});
