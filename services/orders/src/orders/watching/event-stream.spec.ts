import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { EventStream, frameOf } from './event-stream.js';

it('cuts off a reader that takes nothing for long, and holds no more for it than one event beyond the buffers', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  reader.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = await asked;
  const stream = new EventStream(response, 100);
  const event = 'x'.repeat(100_000);
  stream.begin();
  let most = 0;
  for (let id = 1; stream.isOpen; id += 1) {
    await stream.send(frameOf(id, 'order_created', event));
    most = Math.max(most, response.writableLength);
  }
  expect(most).toBeLessThan(2 * event.length);
  reader.resume();
  await once(reader, 'close');
  server.close();
});

it('gives each line of an event a field of its own, so that none of them is taken for another event', () => {
  const frame = String(frameOf(7, 'order_created', '{\n"a": 1\r\n}\r\revent: forged'));
  expect(frame).toBe('id: 7\nevent: order_created\ndata: {\ndata: "a": 1\ndata: }\ndata: \ndata: event: forged\n\n');
});
