import { context, propagation, ProxyTracerProvider, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('pulse-messaging');

/** Runs the handling of an event in a span that continues the trace of the request which caused it. */
export async function inConsumerSpan<T>(
  consumer: string,
  subject: string,
  headers: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), headers);
  const options = { kind: SpanKind.CONSUMER, attributes: attributesOf(consumer, subject) };
  return tracer.startActiveSpan(`process ${subject}`, options, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error).slice(0, 200) });
      throw error;
    } finally {
      span.end();
    }
  });
}

interface Handled {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes down, in the trace of each event, that it was handled in a batch which began at `startTime`. */
export function traceHandled(consumer: string, events: readonly Handled[], startTime: number): void {
  if (!isTracing()) return;
  for (const { subject, headers } of events) {
    if (headers['traceparent'] === undefined) continue;
    const options = { kind: SpanKind.CONSUMER, startTime, attributes: attributesOf(consumer, subject) };
    tracer.startSpan(`process ${subject}`, options, propagation.extract(ROOT_CONTEXT, headers)).end();
  }
}

/** Whether anybody collects traces; if not, the headers of events need not be read. */
function isTracing(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('pulse-messaging') !== undefined;
}

function attributesOf(consumer: string, subject: string) {
  return {
    'messaging.system': 'nats',
    'messaging.operation.type': 'process',
    'messaging.destination.name': subject,
    'messaging.consumer.group.name': consumer,
  };
}
