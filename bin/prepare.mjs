/**
 * What `npm start` and `npm test` need first: the dependencies and the build. Plain JavaScript for Node 20 that imports
 * nothing from node_modules, since on a fresh machine there are none yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const MODULES = join(ROOT, 'node_modules');

/** The Node that npm brought (24), where there is one for this machine; else the one that runs this. */
export function node() {
  const brought = join(MODULES, '.bin/node');
  return existsSync(brought) ? brought : process.execPath;
}

/** Runs `npm ci` unless node_modules already is what package-lock.json says. */
export async function install() {
  const stamp = join(MODULES, '.pulse-installed');
  const wanted = digestOf('package-lock.json', ...patches());
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  await runWithProgress('Installing dependencies (once; about a minute)', 'npm', ['ci', ...quietly]);
  writeFileSync(stamp, wanted);
}

/** Compiles unless the build is newer than every source. */
export async function build() {
  const built = join(ROOT, 'dist/.built');
  const sources = ['services', 'libs', 'apps', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  const newest = Math.max(...sources.map((name) => newestIn(join(ROOT, name))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  await runWithProgress('Building', 'npm', ['run', '--silent', 'build']);
  writeFileSync(built, '');
}

/** Runs a command and exits with its code; signals go to it, and it ends with this process. */
export function become(command, args, options = {}) {
  const child = spawnOwned(command, args, { stdio: 'inherit', ...options });
  for (const signal of STOP_SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${command} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
}

/**
 * npm that is killed takes nothing along. What it started notices that its parent has changed, and ends as by SIGTERM.
 * Started by anything else, it may outlive its parent: a shell that put it into the background, for example.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  timer.unref();
}

/** A child that the kernel ends when this process dies, where `setpriv` (util-linux 2.33) can ask for that. */
function spawnOwned(command, args, options) {
  const canAsk = spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
  const [program, ...rest] = canAsk ? ['setpriv', '--pdeathsig', 'TERM', command, ...args] : [command, ...args];
  return spawn(program, rest, { cwd: ROOT, ...options });
}

export function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}

/** A line now and then, so that nobody wonders whether it hangs; what the command says is shown when it fails. */
function runWithProgress(title, command, args) {
  return new Promise((resolve) => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    console.log(`${title} …`);
    const output = [];
    const child = spawnOwned(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    const timer = setInterval(() => console.log(`  still at it, ${seconds()} s`), 10_000);
    let stopped = false;
    const stop = (signal) => (stopped = child.kill(signal));
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    child.on('error', (error) => fail(`${command} cannot be started: ${error.message}`));
    child.on('exit', (code) => {
      clearInterval(timer);
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      if (stopped) fail(`${title}: interrupted; the next start does it again`, 130);
      if (code !== 0) fail(`${Buffer.concat(output)}\n${title}: failed (${command} ${args.join(' ')})`);
      console.log(`  done in ${seconds()} s`);
      resolve();
    });
  });
}

function patches() {
  return existsSync(join(ROOT, 'patches')) ? readdirSync(join(ROOT, 'patches')).map((name) => join('patches', name)) : [];
}

function digestOf(...names) {
  const hash = createHash('sha256');
  for (const name of names) hash.update(readFileSync(join(ROOT, name)));
  return hash.digest('hex');
}

function newestIn(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), 0);
}
