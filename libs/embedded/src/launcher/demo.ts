import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Demo {
  readonly root: string;
  readonly url: string;
  readonly stop: AbortSignal;
}

/**
 * Fills an empty shop as `npm run seed` does, on this terminal; one that is not empty stays as it is. What goes wrong is told
 * there and stops nothing: everything runs, only with fewer orders.
 */
export async function fillShop({ root, url, stop }: Demo): Promise<void> {
  const seed = join(root, 'dist/apps/seed/src/seed.cli.js');
  const child = spawn(process.execPath, [seed, '--if-empty', '--url', url], { stdio: ['ignore', 'inherit', 'inherit'] });
  const end = (): void => void child.kill('SIGTERM');
  stop.addEventListener('abort', end);
  try {
    await once(child, 'exit');
  } finally {
    stop.removeEventListener('abort', end);
  }
}
