import { connect, type Socket } from 'node:net';
import type { WrittenRequest } from '../requests/draft.js';
import { readAnswer, type WireAnswer } from './answer.js';

/** No answer came. The message says how that was. */
export class NoAnswer extends Error {}

/** A server that says nothing for this long hangs. Requests that do not end get their answer after their timeout. */
const PATIENCE_MS = 10_000;

/** A connection that is kept as long as both sides want it, and opened anew when one does not. One request at a time. */
export class Connection {
  private socket: Socket | undefined;

  constructor(private readonly url: string) {}

  /** @throws NoAnswer */
  async exchange(request: WrittenRequest): Promise<WireAnswer> {
    if (request.isUnframed) this.close();
    const socket = (this.socket ??= this.open());
    const answer = await ask(socket, request).catch((error: unknown) => {
      this.close();
      throw error;
    });
    const isOver = request.isUnframed || answer.headers['connection'] === 'close' || !answer.headers['content-length'];
    if (isOver) this.close();
    return answer;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): Socket {
    const { hostname, port } = new URL(this.url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    // Whoever waits for an answer hears of it; between two requests it only means that the next one needs a new connection.
    socket.on('error', () => undefined).on('close', () => {
      if (this.socket === socket) this.socket = undefined;
    });
    return socket;
  }
}

function ask(socket: Socket, request: WrittenRequest): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const fail = (how: string) => (): void => settle(() => reject(new NoAnswer(`${how}, after ${bytes.length} bytes`)));
    const timer = setTimeout(fail(`no answer within ${PATIENCE_MS} ms`), PATIENCE_MS);
    const ended = fail('the connection ended without a whole answer');
    const read = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const found = readAnswer(bytes, request.method);
      if (found) settle(() => resolve(found.answer));
    };
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      socket.off('data', read).off('close', ended);
      how();
    };
    socket.on('data', read).on('close', ended);
    socket.write(request.bytes);
  });
}
