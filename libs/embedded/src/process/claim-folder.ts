import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { basename, dirname, join } from 'node:path';

export interface Claim {
  release(): Promise<void>;
}

/**
 * Claims a folder, which need not be there yet, for this process, so that two of them never run servers on the same data.
 *
 * The lock is a socket in Linux's abstract namespace: the kernel frees it when the process dies, in whatever way, so there is no
 * stale lock file to judge. Whoever holds the claim may end a server that still runs there: nobody else watches over it.
 * @throws Error when another process, or this one, holds it
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const path = join(await realpath(dirname(folder)), basename(folder));
  const name = createHash('sha256').update(path).digest('hex');
  const server = createServer((socket) => socket.destroy());
  if (!(await listens(server, `\0pulse-erp-${name}`)))
    throw new Error(`${folder} is in use by another process that runs now. Stop that one first.`);
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen({ path }, () => resolve(true));
  });
}
