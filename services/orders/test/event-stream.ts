import type { OrderEvent } from '#libs/contracts';

export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: OrderEvent;
}

/** An open stream of server-sent events. */
export interface Reader {
  readonly headers: Headers;
  /** The next `count` events; waits for them. */
  take(count: number): Promise<ServerSentEvent[]>;
  close(): void;
}

/** Opens a stream and returns when the service has begun it. */
export async function openStream(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Reader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  if (!response.ok || !response.body) throw new Error(`no stream: ${response.status} ${await response.text()}`);
  const blocks = readBlocks(response.body.pipeThrough(new TextDecoderStream()));
  await blocks.next();
  return {
    headers: response.headers,
    close: () => abort.abort(),
    take: async (count) => {
      const events: ServerSentEvent[] = [];
      while (events.length < count) {
        const { value, done } = await blocks.next();
        if (done) throw new Error(`the stream ended after ${events.length} of ${count} events`);
        if (!value.startsWith(':')) events.push(parseBlock(value));
      }
      return events;
    },
  };
}

/** The parts of the stream between empty lines. */
async function* readBlocks(chunks: AsyncIterable<string>): AsyncGenerator<string, void> {
  let text = '';
  for await (const chunk of chunks) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks;
  }
}

function parseBlock(block: string): ServerSentEvent {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  const { id = '', event = '', data = '' } = Object.fromEntries(fields);
  return { id, event, data: JSON.parse(data) as OrderEvent };
}
