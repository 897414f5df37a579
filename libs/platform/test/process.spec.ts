import { describe, expect, it } from '@jest/globals';
import { spawnSample } from './sample-process.js';

describe('a service', () => {
  it('whose settings are wrong names all of them and exits with 78', async () => {
    const { code, stderr } = await spawnSample({ PORT: 'abc', LOG_LEVEL: 'loud', BODY_LIMIT_BYTES: '-1' }).ended;
    expect(code).toBe(78);
    expect(stderr).toContain('PORT must be a whole number from 0 to 65535, not "abc"');
    expect(stderr).toContain('LOG_LEVEL must be one of');
    expect(stderr).toContain('BODY_LIMIT_BYTES');
  });

  it('whose port is taken says so and exits with 1', async () => {
    const first = spawnSample({});
    const { port } = new URL(await first.listening());
    const { code, stdout } = await spawnSample({ PORT: port }).ended;
    expect([code, stdout.includes('EADDRINUSE')]).toEqual([1, true]);
    first.kill('SIGTERM');
    await first.ended;
  });

  it('that is told to end writes all of its log and exits with 0', async () => {
    const service = spawnSample({});
    const url = await service.listening();
    await (await fetch(`${url}/things`)).text();
    service.kill('SIGTERM');
    const { code, stdout } = await service.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('"msg":"GET /things"');
    expect(stdout).toContain('"msg":"stopping"');
  });
});
