import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { PROBLEMS } from '#libs/contracts';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.stop());

const get = async (path: string) => {
  const answer = await fetch(sample.url + path);
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    policy: answer.headers.get('content-security-policy') ?? '',
    text: await answer.text(),
  };
};

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<
      string,
      { responses: Record<string, { content?: Record<string, { schema: object; examples?: Record<string, unknown> }> }> }
    >
  >;
  readonly components: { schemas: Record<string, { properties: Record<string, object> }> };
}

describe('the documents', () => {
  it('have a valid OpenAPI 3.1 description with the errors of an operation and an example for each', async () => {
    const { text } = await get('/openapi.json');
    const document = JSON.parse(text) as OpenApi;
    const { valid, errors } = await new Validator().validate(JSON.parse(text) as Record<string, unknown>);
    expect([valid, errors]).toEqual([true, undefined]);
    expect(document.openapi).toBe('3.1.0');
    const { responses } = document.paths['/things']?.['post'] ?? { responses: {} };
    const problem = responses['400']?.content?.['application/problem+json'];
    expect(problem?.schema).toEqual({ $ref: '#/components/schemas/ProblemSchema' });
    expect(Object.keys(problem?.examples ?? {})).toEqual(['malformed_json', 'malformed_request']);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '405', '408', '414', '422', '431', '500', '503']));
  });

  it('have a page that runs its own scripts only', async () => {
    const page = await get('/docs');
    expect([page.status, page.type]).toEqual([200, expect.stringContaining('text/html')]);
    expect(page.policy).toContain("script-src 'self'");
    const scripts = [...page.text.matchAll(/<script([^>]*)>([^<]*)</g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, inside] of scripts) expect([attributes?.includes('src='), inside?.trim()]).toEqual([true, '']);
    for (const asset of ['swagger-ui-bundle.js', 'swagger-ui.css', 'swagger-ui-init.js'])
      expect((await get(`/docs/${asset}`)).status).toBe(200);
  });

  it('explain every problem where its type points', async () => {
    const { text, type } = await get('/docs/problems');
    expect(type).toContain('text/html');
    expect(Object.keys(PROBLEMS).filter((code) => !text.includes(`id="${code}"`))).toEqual([]);
    expect(text).not.toContain('<script');
  });

  it('have the AsyncAPI description', async () => {
    expect(await get('/asyncapi.json')).toMatchObject({
      status: 200,
      type: 'application/json; charset=utf-8',
      text: '{"asyncapi":"3.0.0"}',
    });
  });
});
