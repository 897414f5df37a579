import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';

const ROOT = join(import.meta.dirname, '../..');
const folders: string[] = [];

/** A project folder that holds nothing but its commands. */
function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-commands-'));
  folders.push(folder);
  for (const name of ['bin', 'Makefile']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, '.pulse'));
  const runFile = (name: string, text: string) => writeFileSync(join(folder, '.pulse', name), text);
  const run = (script: string, ...args: string[]) => {
    const environment = { PATH: process.env['PATH'], HOME: folder, SHELL: '/bin/sh' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin', script), ...args], {
      env: environment,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };
  /** Something with the launcher's name; ends on SIGTERM. */
  const startLauncher = () => {
    const path = join(folder, 'launcher.cjs');
    writeFileSync(path, 'setInterval(() => {}, 1_000)');
    const child = spawn(process.execPath, [path]);
    runFile('launcher.pid', String(child.pid));
    return child;
  };
  return { folder, run, runFile, startLauncher };
}

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('the commands', () => {
  it('npm stop says so when nothing runs, also when the process id has gone to another program', () => {
    const { run, runFile } = setup();
    expect(run('stop.mjs')).toEqual({ status: 0, output: 'Pulse ERP does not run from this folder.\n' });
    runFile('launcher.pid', '1');
    expect(run('stop.mjs').output).toContain('does not run');
  });

  it('npm stop ends what runs and waits for it', async () => {
    const { run, startLauncher } = setup();
    const launcher = startLauncher();
    expect(run('stop.mjs')).toEqual({ status: 0, output: 'Pulse ERP has stopped.\n' });
    await eventually(() => launcher.signalCode === 'SIGTERM');
  });

  it.each(['doctor', 'consumers', 'outbox'])('npm run %s says so when there is no build, and claims no finding', (name) => {
    const output = expect.stringContaining('There is no build yet');
    expect(setup().run('operate.mjs', name)).toMatchObject({ status: 2, output });
  });

  it('make clean refuses while it runs', () => {
    const { run, startLauncher } = setup();
    const launcher = startLauncher();
    expect(run('clean.mjs')).toMatchObject({ status: 1, output: expect.stringContaining('Stop it first: npm stop') });
    launcher.kill();
  });

  it('make shell gives the addresses to a command, and says what to do when nothing runs', () => {
    const { run, runFile, startLauncher } = setup();
    expect(run('shell.mjs', 'env')).toMatchObject({ status: 1, output: expect.stringContaining('npm start') });
    const launcher = startLauncher();
    const urls = { database_url: 'postgres://a:b@127.0.0.1:1/pulse', nats_url: 'nats://127.0.0.1:2', orders_url: 'http://x:3' };
    runFile('run.json', JSON.stringify(urls));
    expect(run('shell.mjs', 'sh', '-c', 'echo $DATABASE_URL $NATS_URL $ORDERS_URL').output.trim()).toBe(
      'postgres://a:b@127.0.0.1:1/pulse nats://127.0.0.1:2 http://x:3',
    );
    launcher.kill();
  });

  it('npm start exits with 64 and shows the options when there is no such option', () => {
    const { run } = setup();
    for (const wrong of [['--frsh'], ['--port'], ['--port', '70000'], ['now']])
      expect(run('start.mjs', ...wrong)).toMatchObject({ status: 64 });
    expect(run('start.mjs', '--frsh').output).toContain('npm start -- --fresh');
  });

  it('npm start ends, and what it started with it, when npm is killed', async () => {
    const { folder } = setup();
    const bin = join(folder, 'tools');
    mkdirSync(bin);
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    // It stands in for the npm that installs: it would run for ever.
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho $$ > installing.pid; exec sleep 1000\n');
    chmodSync(join(bin, 'npm'), 0o755);
    const environment = { PATH: `${bin}:${process.env['PATH']}`, npm_lifecycle_event: 'start' };
    const npm = spawn('sh', ['-c', `"${process.execPath}" bin/start.mjs & echo $!; wait`], { cwd: folder, env: environment });
    let output = '';
    npm.stdout.on('data', (text) => (output += String(text)));
    const isRunning = (pid: string) => spawnSync('ps', ['-p', pid, '-o', 'stat=']).stdout.toString().trim().startsWith('S');
    const readPid = () => spawnSync('cat', [join(folder, 'installing.pid')]).stdout.toString().trim();
    await eventually(() => isRunning(readPid()));
    npm.kill('SIGKILL');
    await eventually(() => !isRunning(readPid()) && !isRunning(output.split('\n')[0] ?? ''));
  });
});
