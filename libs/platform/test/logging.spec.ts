import { afterEach, describe, expect, it } from '@jest/globals';
import { startSample } from './sample-service.js';

type Line = Record<string, unknown>;

let stop: () => Promise<void>;
afterEach(() => stop());

async function setup(environment: Record<string, string> = {}) {
  const lines: Line[] = [];
  const sample = await startSample(
    { LOG_LEVEL: 'info', ...environment },
    { write: (line) => lines.push(JSON.parse(line) as Line) },
  );
  stop = sample.stop;
  const get = async (path: string, headers = {}) => (await fetch(sample.url + path, { headers })).text();
  /** The lines of requests; they are written when the connection has let go of the answer, so wait for `count` of them. */
  const requestLines = async (count: number) => {
    for (;;) {
      const found = lines.filter(({ ms }) => ms !== undefined);
      if (found.length >= count) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { lines, get, requestLines, sample };
}

describe('the log', () => {
  it('has one JSON line per request with its ids, by the pattern of the route', async () => {
    const { get, requestLines } = await setup();
    await get('/things/7?token=secret', { 'x-request-id': 'r-1', authorization: 'Bearer secret' });
    const [line] = await requestLines(1);
    expect(line).toMatchObject({
      level: 'info',
      service: 'sample',
      msg: 'GET /things/:id',
      status: 404,
      code: 'order_not_found',
      request_id: 'r-1',
      trace_id: 'r1',
      time: expect.stringMatching(/^20.*Z$/),
    });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('is louder the worse the status, and names an unknown path `unmatched`', async () => {
    const { get, requestLines } = await setup();
    for (const path of ['/things', '/nowhere', '/things/away', '/things/broken']) await get(path);
    const lines = await requestLines(4);
    expect(lines.map(({ level, msg, status }) => `${level} ${msg} ${status}`)).toEqual([
      'info GET /things 200',
      'info GET unmatched 404',
      'warn GET /things/away 503',
      'error GET /things/broken 500',
    ]);
  });

  it('has the stack of a fault of ours under the trace_id of the answer, without what the database quotes', async () => {
    const { get, lines } = await setup();
    const { trace_id } = JSON.parse(await get('/things/broken')) as Line;
    const fault = lines.find(({ context }) => context === 'Problem');
    expect(fault).toMatchObject({
      level: 'error',
      trace_id,
      err: { message: expect.stringContaining('select'), stack: expect.stringContaining('sample-service'), detail: '[hidden]' },
    });
  });

  it('gives the lines of the code at work the ids of its request, and hides authorization', async () => {
    const { get, lines } = await setup();
    await get('/things/logged', { 'x-request-id': 'r-2' });
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'at work', context: 'Things', request_id: 'r-2', authorization: '[hidden]' }),
    );
  });

  it('is silent about probes, and about good requests when told to be', async () => {
    const { get, requestLines } = await setup({ LOG_REQUEST_SAMPLE: '0' });
    for (const path of ['/health', '/health/live', '/metrics', '/things', '/nowhere']) await get(path);
    expect((await requestLines(1)).map(({ msg }) => msg)).toEqual(['GET unmatched']);
  });

  it('tells of a client that went away', async () => {
    const { sample, requestLines } = await setup();
    const gone = new AbortController();
    const asking = fetch(`${sample.url}/things/slow`, { signal: gone.signal });
    await sample.gate.whenEntered;
    gone.abort();
    await expect(asking).rejects.toThrow('abort');
    expect(await requestLines(1)).toMatchObject([{ status: 499 }]);
    sample.gate.open();
  });
});
