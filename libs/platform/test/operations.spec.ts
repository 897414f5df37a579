import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
afterEach(async () => {
  sample.gate.open();
  await sample.stop();
});

const get = async (path: string) => {
  const answer = await fetch(sample.url + path);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const getHealth = async (path = '/health') => {
  const { status, text } = await get(path);
  return { ...(JSON.parse(text) as { status: string; checks: Record<string, object> }), http: status };
};

describe('health', () => {
  it('is ok with nothing to check, and says what runs', async () => {
    sample = await startSample();
    expect(await getHealth()).toMatchObject({
      http: 200,
      status: 'ok',
      name: 'sample',
      version: '1.2.3',
      shutting_down: false,
    });
    expect((await get('/health/live')).text).toBe('{"status":"ok"}');
  });

  it('is degraded but ready without something that can wait', async () => {
    sample = await startSample();
    sample.health.register({ name: 'database', critical: true, check: () => Promise.resolve({ pool: 3 }) });
    sample.health.register({
      name: 'nats',
      critical: false,
      check: () => Promise.reject(Object.assign(new Error('at 10.0.0.7'), { code: 'ECONNREFUSED' })),
    });
    expect(await getHealth('/health/ready')).toMatchObject({
      http: 200,
      status: 'degraded',
      checks: { database: { status: 'ok', details: { pool: 3 } }, nats: { status: 'degraded', reason: 'ECONNREFUSED' } },
    });
  });

  it('is down without something critical, while the process is alive', async () => {
    sample = await startSample();
    sample.health.register({
      name: 'database',
      critical: true,
      check: () => {
        throw new Error('password=1');
      },
    });
    const { text } = await get('/health');
    expect(text).not.toContain('password');
    expect(await getHealth()).toMatchObject({
      http: 503,
      status: 'down',
      checks: { database: { status: 'down', reason: 'failed' } },
    });
    expect((await get('/health/live')).status).toBe(200);
  });

  it('does not wait for ever for a check, tells it to end, and asks once for many probes', async () => {
    sample = await startSample();
    let asked = 0;
    let aborted = false;
    sample.health.register({
      name: 'database',
      critical: true,
      check: (signal) => {
        asked += 1;
        signal.addEventListener('abort', () => (aborted = true));
        return new Promise(() => undefined);
      },
    });
    const reports = await Promise.all(Array.from({ length: 20 }, () => getHealth('/health/ready')));
    expect(reports.every(({ http }) => http === 503)).toBe(true);
    expect(reports[0]?.checks).toMatchObject({ database: { reason: 'no answer in time' } });
    expect([asked, aborted]).toEqual([1, true]);
  });
});

describe('metrics', () => {
  it('count requests by the pattern of the route, and know the process', async () => {
    sample = await startSample();
    await get('/things');
    await get('/things/5');
    await get(`/nowhere/${Math.random()}`);
    const { text, headers } = await get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/things",status_code="200"}');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/things/:id",status_code="404"}');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="unmatched",status_code="404"}');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('nowhere');
  });

  it('show the requests in work', async () => {
    sample = await startSample();
    const slow = get('/things/slow');
    await sample.gate.whenEntered;
    expect((await get('/metrics')).text).toContain('http_requests_in_flight 1\n');
    sample.gate.open();
    await slow;
    expect((await get('/metrics')).text).toContain('http_requests_in_flight 0\n');
  });

  it('forget the pipelined requests of a connection that went away', async () => {
    sample = await startSample({ MAX_CONCURRENT_REQUESTS: '1' });
    const socket = connect(sample.port, '127.0.0.1', () =>
      socket.write('GET /things/slow HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2)),
    );
    await sample.gate.whenEntered;
    expect((await get('/things')).status).toBe(503);
    socket.destroy();
    sample.gate.open();
    while ((await get('/things')).status === 503);
    expect((await get('/metrics')).text).toContain('http_requests_in_flight 0\n');
  });
});

describe('too much work', () => {
  it('is refused with 503 and Retry-After, while probes are answered', async () => {
    sample = await startSample({ MAX_CONCURRENT_REQUESTS: '1' });
    const slow = get('/things/slow');
    await sample.gate.whenEntered;
    const refused = await get('/things');
    expect([refused.status, refused.headers.get('retry-after'), JSON.parse(refused.text).code]).toEqual([503, '1', 'busy']);
    expect((await get('/health')).status).toBe(200);
    sample.gate.open();
    expect((await slow).status).toBe(200);
    expect((await get('/things')).status).toBe(200);
  });

  it('of one address is refused with 429 when a limit is set', async () => {
    sample = await startSample({ RATE_LIMIT_PER_SECOND: '2' });
    const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await get('/things')).status));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    const refused = await get('/things').then(async (answer) => (answer.status === 429 ? answer : get('/things')));
    if (refused.status === 429)
      expect([refused.headers.get('retry-after'), JSON.parse(refused.text).code]).toEqual(['1', 'rate_limited']);
    expect((await get('/health')).status).toBe(200);
  });
});

describe('the end', () => {
  it('lets readiness fall, the running request finish, and then closes what was registered, the last one first', async () => {
    sample = await startSample({ SHUTDOWN_DELAY_MS: '300' });
    const closed: string[] = [];
    sample.shutdown.register({ name: 'database', limitMs: 50, close: async () => closed.push('database') });
    sample.shutdown.register({ name: 'nats', limitMs: 50, close: () => Promise.reject(new Error('gone')) });
    sample.shutdown.register({ name: 'relay', limitMs: 50, close: () => new Promise(() => closed.push('relay')) });
    const slow = get('/things/slow');
    await sample.gate.whenEntered;
    const stopped = sample.stop();
    expect(await getHealth('/health/ready')).toMatchObject({ http: 503, status: 'down', shutting_down: true });
    expect((await get('/things')).status).toBe(200);
    sample.gate.open();
    expect((await slow).status).toBe(200);
    await stopped;
    expect(closed).toEqual(['relay', 'database']);
    await expect(get('/things')).rejects.toThrow('fetch failed');
  });

  it('does not wait for connections that ask nothing, and ends open streams', async () => {
    sample = await startSample({ SHUTDOWN_TIMEOUT_MS: '20000' });
    sample.shutdown.registerStreams(() => sample.gate.streams.forEach(({ raw }) => raw.end(': bye\n\n')));
    const silent = connect(sample.port, '127.0.0.1');
    const streamed = fetch(`${sample.url}/things/stream`).then((answer) => answer.text());
    await get('/things');
    while (sample.gate.streams.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const started = performance.now();
    await sample.stop();
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await streamed).toBe(': open\n\n: bye\n\n');
    expect(silent.destroyed || silent.readyState !== 'opening').toBe(true);
  });

  it('answers HEAD of a stream without opening it', async () => {
    sample = await startSample();
    const answer = await fetch(`${sample.url}/things/stream`, { method: 'HEAD' });
    expect([answer.status, sample.gate.streams.length]).toEqual([200, 0]);
  });

  it('cuts a request that takes longer than the limit', async () => {
    sample = await startSample({ SHUTDOWN_TIMEOUT_MS: '200' });
    const slow = get('/things/slow');
    const cut = expect(slow).rejects.toThrow('fetch failed');
    await sample.gate.whenEntered;
    await sample.stop();
    await cut;
  });
});
