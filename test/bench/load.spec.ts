import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { sendLoad } from '../../bench/load/load.js';
import { POST_ORDER } from '../../bench/scenarios/order-body.js';

const CONNECTIONS = 8;
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    answered += 1;
    response.writeHead(answered % 10 === 0 ? 409 : 201).end('{}');
  });
});
let answered = 0;
afterEach(() => void server.close());

it('the load generator counts what the server has answered, right and wrong', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { requests, errors, statuses } = await sendLoad({ url, requests: [POST_ORDER], connections: CONNECTIONS, seconds: 1 });
  expect(requests).toBeGreaterThan(0);
  // The last one of each connection may be under way when the time is over.
  expect(answered - requests - errors).toBeGreaterThanOrEqual(0);
  expect(answered - requests - errors).toBeLessThanOrEqual(CONNECTIONS);
  expect(Math.abs((statuses['409'] ?? 0) - answered / 10)).toBeLessThanOrEqual(CONNECTIONS);
});
