import { createServer, type AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { freePort } from '#libs/embedded';

const portsOfConnections = () => readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/).map(Number);

test('a free port is one that no outgoing connection will be given', async () => {
  const [lowest = 0] = portsOfConnections();
  const port = await freePort();
  expect(port).toBeLessThan(lowest);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect((server.address() as AddressInfo).port).toBe(port);
  server.close();
});
