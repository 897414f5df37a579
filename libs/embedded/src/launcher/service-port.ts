import { setTimeout as delay } from 'node:timers/promises';
import { freePort, isPortFree } from '../process/free-port.js';

const DEFAULT_PORT = 8001;

/** The port for the service; `0` takes a free one. @throws Error when the text is no port */
export async function servicePort(text: string | undefined): Promise<number> {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`PORT is ${text}; it has to be a number from 0 to 65535.`);
  return port === 0 ? freePort() : port;
}

/** Waits a little for a port that is about to become free. @throws Error with the remedy when another program has it */
export async function takePort(port: number, patienceMs: number): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isPortFree(port)); await delay(50)) {
    if (Date.now() < deadline) continue;
    throw new Error(`Port ${port} is taken by another program. Stop that, or choose another port: npm start -- --port 9001`);
  }
}
