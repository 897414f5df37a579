import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./fixtures/sample-main.ts', import.meta.url));
const LOADER = new URL('./load-ts.mjs', import.meta.url).href;

/** The sample service as a process of its own: for signals, exit codes and patched modules, which a test runner cannot show. */
export function spawnSample(environment: Record<string, string>) {
  const env = { PATH: process.env['PATH'], PORT: '0', LOG_FORMAT: 'json', ...environment };
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=source', '--import', LOADER, MAIN],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, stdout, stderr }));
  const listening = async (): Promise<string> => {
    for (;;) {
      const url = /"url":"([^"]+)"/.exec(stdout)?.[1];
      if (url !== undefined) return url;
      await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(stdout + stderr)))]);
    }
  };
  return { listening, ended, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}
