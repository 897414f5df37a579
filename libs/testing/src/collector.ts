import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A finished span as it was exported. */
export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  readonly key: string;
  readonly value: { stringValue?: string };
}

interface Export {
  readonly resourceSpans: readonly { resource: { attributes: Attribute[] }; scopeSpans: { spans: CollectedSpan[] }[] }[];
}

export interface Collector {
  readonly spans: readonly CollectedSpan[];
  readonly resources: readonly Attribute[];
  readonly url: string;
  close(): Promise<unknown>;
}

/** A collector that takes OTLP over HTTP as JSON. */
export async function openCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const resources: Attribute[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Export;
        resources.push(...resourceSpans.flatMap(({ resource }) => resource.attributes));
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
        response.setHeader('content-type', 'application/json').end('{}');
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { spans, resources, url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}
