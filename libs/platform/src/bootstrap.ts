import { Logger, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { collectDefaultMetrics, register } from 'prom-client';
import { Health } from './health/health.js';
import { allowOrigins } from './http/cors.js';
import { drainServer } from './http/drain-server.js';
import { HttpAdapter } from './http/http-adapter.js';
import { logRequests, measureRequest, showInFlight } from './http/observe-requests.js';
import type { FinishedRequest } from './http/request-flow.js';
import { registerJsonParsers } from './json/json-body.js';
import { createLogs } from './logging/log.js';
import { NestLog } from './logging/nest-log.js';
import { letHeapDouble } from './memory/heap-growth.js';
import { serveDocuments, type ApiDescription } from './openapi/documents.js';
import type { ErrorTranslator } from './problems/problem.js';
import { ProblemFilter } from './problems/problem.filter.js';
import type { platformSettings } from './settings/platform.settings.js';
import type { Settings } from './settings/settings.js';
import { dieOnUncaught, Shutdown, stopOnSignals } from './shutdown/shutdown.js';
import { startTracing } from './tracing/tracing.js';

export interface ServiceDescription {
  readonly name: string;
  readonly api: ApiDescription;
  readonly asyncApi: () => Promise<string>;
  readonly translateError: ErrorTranslator;
  /** Where the log goes; standard output when it is not given. */
  readonly logTo?: DestinationStream;
}

export interface Service {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Readiness falls, running requests finish, everything registered with `Shutdown` ends. May be called twice. */
  stop(): Promise<void>;
}

export type PlatformSettings = Settings<typeof platformSettings> & { readonly port: number };

/** Makes the application without opening a port: for tests by `inject` and for describing the API. */
export async function createApp(
  module: Type | DynamicModule,
  service: ServiceDescription,
  settings: PlatformSettings,
): Promise<NestFastifyApplication> {
  const { log, requestLog } = createLogs({
    service: service.name,
    level: settings.logLevel,
    format: settings.logFormat,
    destination: service.logTo,
  });
  const logRequest = logRequests(requestLog, settings.logRequestSample);
  const onFinished = (finished: FinishedRequest): void => {
    measureRequest(finished);
    logRequest(finished);
  };
  const adapter = new HttpAdapter(settings, onFinished, service.translateError);
  registerJsonParsers(adapter.fastify);
  showInFlight(() => adapter.flow.inWork);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLog(log),
    abortOnError: false,
  });
  allowOrigins(app, settings.corsOrigins);
  app.useGlobalFilters(new ProblemFilter(service.translateError));
  serveDocuments(app, service.api, service.asyncApi);
  app.get(Health).service = { name: service.name, version: service.api.version };
  return app;
}

/** Starts a service and keeps it running until `stop` is called. */
export async function bootstrap(
  module: Type | DynamicModule,
  service: ServiceDescription,
  settings: PlatformSettings,
): Promise<Service> {
  const flushTraces = await startTracing({ service: service.name, ...settings });
  if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics();
  const app = await createApp(module, service, settings);
  await app.listen(settings.port, settings.host);
  const url = await app.getUrl();
  const stop = once(async () => {
    await stopServing(app, settings);
    await app.get(Shutdown).run();
    await app.close();
    await flushTraces();
  });
  new Logger('Service').log({ msg: 'listening', url });
  return { app, url, stop };
}

/** What `main.ts` calls: a service that signals end and whose uncaught errors end the process. */
export async function runService(
  module: Type | DynamicModule,
  service: ServiceDescription,
  settings: PlatformSettings,
): Promise<void> {
  letHeapDouble();
  dieOnUncaught();
  const { stop } = await bootstrap(module, service, settings);
  stopOnSignals(stop);
}

/** Readiness falls first and balancers get time to notice; then nothing new is accepted and what runs is waited for. */
async function stopServing(app: NestFastifyApplication, settings: PlatformSettings): Promise<void> {
  const { flow, fastify } = app.getHttpAdapter() as HttpAdapter;
  app.get(Health).beginShutdown();
  await new Promise((resolve) => setTimeout(resolve, settings.shutdownDelayMs));
  flow.drain();
  app.get(Shutdown).endStreams();
  await drainServer(fastify.server, () => flow.inWork, settings.shutdownTimeoutMs);
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
