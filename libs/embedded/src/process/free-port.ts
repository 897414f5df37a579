import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below those that Linux gives to outgoing connections (32768 and up): one of them would be taken by the next connection while
 * a server that is to come back to its port is down.
 */
const PORTS = { from: 16_000, to: 32_000 };
const TRIES = 100;

/** A port of the loopback interface that nobody listens on at this moment, and no connection will take. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no port from ${PORTS.from} to ${PORTS.to} is free`);
}

export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
