import { createRequire } from 'node:module';

export interface TracingSettings {
  readonly service: string;
  readonly otlpEndpoint: string;
  readonly traceRatio: number;
}

/**
 * Starts OpenTelemetry when there is somewhere to send traces to. Call it before the HTTP server is made. Without an
 * endpoint the SDK is not even loaded, and every span in our code is a no-op of the API package.
 * @returns how to send what is left at the end
 */
export async function startTracing({ service, otlpEndpoint, traceRatio }: TracingSettings): Promise<() => Promise<void>> {
  if (otlpEndpoint === '') return () => Promise.resolve();
  // prom-client serves the metrics and pino writes the logs; the SDK would send both a second time.
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ??= otlpEndpoint;
  process.env['OTEL_METRICS_EXPORTER'] ??= 'none';
  process.env['OTEL_LOGS_EXPORTER'] ??= 'none';
  process.env['OTEL_TRACES_SAMPLER'] ??= 'parentbased_traceidratio';
  process.env['OTEL_TRACES_SAMPLER_ARG'] ??= String(traceRatio);
  process.env['OTEL_SERVICE_NAME'] ??= service;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
  const http = new HttpInstrumentation({
    disableOutgoingRequestInstrumentation: true,
    ignoreIncomingRequestHook: ({ url = '' }) => /^\/(?:health|metrics)/.test(url),
  });
  const sdk = new NodeSDK({ instrumentations: [http] });
  sdk.start();
  // The instrumentation patches a module when it is next required. Ours were loaded long before, so it is required once more.
  createRequire(import.meta.url)('node:http');
  return () => sdk.shutdown();
}
