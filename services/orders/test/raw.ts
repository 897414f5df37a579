import { connect } from 'node:net';

/** What came back on a connection. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** A server that says nothing for this long hangs. */
const PATIENCE_MS = 10_000;

/** Sends bytes as they are and gives the first answer; rejects when none came before the connection ended or in time. */
export function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new Error(`${reason}: ${text.slice(0, 200)}`));
    };
    socket.setTimeout(PATIENCE_MS, () => fail('no answer in time'));
    socket.on('error', (error) => (text === '' ? fail(error.message) : undefined));
    socket.on('close', () => fail('no whole answer'));
    socket.setEncoding('utf8').on('data', (data) => {
      text += String(data);
      const answer = parseAnswer(text);
      if (!answer) return;
      resolve(answer);
      socket.destroy();
    });
  });
}

/** The answer as soon as it is whole. */
function parseAnswer(text: string): RawAnswer | undefined {
  const [, status, headers = '', body = ''] = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n(.*?)\r\n\r\n(.*)$/s.exec(text) ?? [];
  const length = Number(/^content-length: (\d+)$/im.exec(headers)?.[1] ?? 0);
  if (status === undefined || Buffer.byteLength(body) < length) return undefined;
  return { status: Number(status), headers, body: Buffer.from(body).subarray(0, length).toString() };
}

/** The bytes of a request; the length header is right unless one is given. */
export function rawRequest(line: string, headers: Readonly<Record<string, string>> = {}, body: string | Buffer = ''): Buffer {
  const all = { Host: 'x', ...(body.length > 0 && { 'Content-Length': String(Buffer.byteLength(body)) }), ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${head}\r\n`, 'latin1'), Buffer.from(body)]);
}
