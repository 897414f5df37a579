import { Logger, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, register } from 'prom-client';
import { Health } from './health/health.js';
import { limitConcurrency, registerHttpHooks } from './http/hooks.js';
import { observeRequests } from './http/request-log.js';
import { serverOptions } from './http/server-options.js';
import { registerJsonParsers } from './json/json-body.js';
import { createLog, NestLog } from './logging/log.js';
import { serveDocuments, type ApiDescription } from './openapi/documents.js';
import { ProblemFilter } from './problems/problem.filter.js';
import type { ErrorTranslator } from './problems/problem.js';
import type { platformSettings } from './settings/platform.settings.js';
import type { Settings } from './settings/settings.js';
import { dieOnUncaught, Shutdown, stopOnSignals } from './shutdown/shutdown.js';
import { nameSpansByRoute } from './tracing/route-span.js';
import { startTracing } from './tracing/tracing.js';

export interface ServiceDescription {
  readonly name: string;
  readonly api: ApiDescription;
  readonly asyncApi: () => Promise<string>;
  readonly translateError: ErrorTranslator;
}

export interface Service {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Readiness falls, running requests finish, everything registered with `Shutdown` ends. May be called twice. */
  stop(): Promise<void>;
}

type PlatformSettings = Settings<typeof platformSettings> & { readonly port: number };

/** Makes the application without opening a port: for tests by `inject` and for describing the API. */
export async function createApp(module: Type | DynamicModule, service: ServiceDescription, settings: PlatformSettings): Promise<NestFastifyApplication> {
  const log = createLog({ service: service.name, level: settings.logLevel, format: settings.logFormat });
  const adapter = new FastifyAdapter(serverOptions(settings) as never);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  registerJsonParsers(fastify);
  const requests = observeRequests(fastify, log);
  const routes = registerHttpHooks(fastify);
  limitConcurrency(fastify, requests.current, settings.maxConcurrentRequests);
  nameSpansByRoute(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { bodyParser: false, logger: new NestLog(log), abortOnError: false });
  if (settings.corsOrigins !== '') app.enableCors({ origin: settings.corsOrigins.split(',').map((origin) => origin.trim()) });
  app.useGlobalFilters(new ProblemFilter(service.translateError, routes));
  serveDocuments(app, service.api, service.asyncApi);
  return app;
}

/** Starts a service and keeps it running until a signal ends it. */
export async function bootstrap(module: Type | DynamicModule, service: ServiceDescription, settings: PlatformSettings): Promise<Service> {
  const flushTraces = await startTracing({ service: service.name, ...settings });
  if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics();
  const app = await createApp(module, service, settings);
  await app.listen(settings.port, settings.host);
  const url = await app.getUrl();
  const stop = once(async () => {
    app.get(Health).beginShutdown();
    await new Promise((resolve) => setTimeout(resolve, settings.shutdownDelayMs));
    const shutdown = app.get(Shutdown);
    await closeServer(app, settings.shutdownTimeoutMs);
    await shutdown.run();
    await flushTraces();
  });
  new Logger('Service').log({ msg: 'listening', url });
  return { app, url, stop };
}

/** What `main.ts` calls: a service that signals end and whose uncaught errors end the process. */
export async function runService(module: Type | DynamicModule, service: ServiceDescription, settings: PlatformSettings): Promise<void> {
  dieOnUncaught();
  const { stop } = await bootstrap(module, service, settings);
  stopOnSignals(stop);
}

async function closeServer(app: NestFastifyApplication, limitMs: number): Promise<void> {
  const server = app.getHttpServer();
  const cut = setTimeout(() => server.closeAllConnections(), limitMs);
  await app.close().finally(() => clearTimeout(cut));
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
