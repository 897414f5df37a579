/** What came back, as bytes tell it. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer at the beginning of the bytes, once it is whole. @param method the method that it answers */
export function readAnswer(bytes: Buffer, method: string): { answer: WireAnswer; rest: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const after = bytes.subarray(end + 4);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  if (status >= 100 && status < 200) return readAnswer(after, method);
  const headers = Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const body = bodyOf(after, headers, method === 'HEAD' || status === 204 || status === 304);
  return body && { answer: { status, headers, body: body.text.toString() }, rest: body.rest };
}

interface Cut {
  readonly text: Buffer;
  readonly rest: Buffer;
}

function bodyOf(after: Buffer, headers: Readonly<Record<string, string>>, isBare: boolean): Cut | undefined {
  const nothing = { text: Buffer.alloc(0), rest: after };
  // A stream has no end; that it has begun is all there is to see.
  if (isBare || headers['content-type']?.startsWith('text/event-stream')) return nothing;
  if (headers['transfer-encoding'] === 'chunked') return chunksOf(after);
  const length = Number(headers['content-length'] ?? 0);
  return after.length < length ? undefined : { text: after.subarray(0, length), rest: after.subarray(length) };
}

function chunksOf(after: Buffer): Cut | undefined {
  const chunks: Buffer[] = [];
  for (let rest = after; ;) {
    const line = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, Math.max(line, 0)).toString('latin1'), 16);
    if (line < 0 || rest.length < line + 2 + size + 2) return undefined;
    if (size === 0) return { text: Buffer.concat(chunks), rest: rest.subarray(line + 4) };
    chunks.push(rest.subarray(line + 2, line + 2 + size));
    rest = rest.subarray(line + 2 + size + 2);
  }
}
