import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { problemsPage } from './problems-page.js';

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

export function describe(app: INestApplication, { title, description, version }: ApiDescription): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
}

/** Serves `/docs`, `/openapi.json`, `/asyncapi.json` and the page of problems. The document is made when first asked for. */
export function serveDocuments(app: INestApplication, api: ApiDescription, asyncApi: () => Promise<string>): void {
  SwaggerModule.setup('docs', app, () => describe(app, api), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: api.title,
  });
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  fastify.get('/docs/problems', (_request, reply) => reply.type('text/html; charset=utf-8').send(problemsPage()));
  fastify.get('/asyncapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(await asyncApi()),
  );
}
