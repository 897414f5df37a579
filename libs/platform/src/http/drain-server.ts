import type { Server } from 'node:http';

const LOOK_EVERY_MS = 50;

/** Looks without work in a row after which the server counts as quiet: time for the last bytes of a stream to go out. */
const QUIET_LOOKS = 2;

/**
 * Stops accepting, lets the requests in work finish, and closes every connection: at once the idle ones, at the latest after
 * `limitMs` all. A connection on which nothing was asked yet counts as busy for Node, so the work is what is waited for.
 */
export async function drainServer(server: Server, inWork: () => number, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  let quiet = 0;
  server.close();
  while (quiet < QUIET_LOOKS && performance.now() < deadline) {
    server.closeIdleConnections();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    quiet = inWork() === 0 ? quiet + 1 : 0;
  }
  server.closeAllConnections();
}
