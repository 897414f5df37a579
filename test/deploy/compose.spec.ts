import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ordersSettings } from '../../services/orders/src/orders.config.js';
import { mergedCompose, readCompose } from './compose-files.js';
import { projectFile } from './project-file.js';

const base = readCompose('docker-compose.base.yml');
const own = readCompose('docker-compose.services.yml');
const all = mergedCompose();
const everyService = Object.entries(all.services);
const ownServices = Object.entries(own.services);

/** What the compose files may name beyond the settings of a service: the image, and the wait of the migration job. */
const ELSEWHERE = ['PULSE_IMAGE', 'MIGRATE_WAIT_SECONDS'];
const known = new Set([...Object.values(ordersSettings).map(({ variable }) => variable), ...ELSEWHERE]);

describe('the compose files', () => {
  it('share no service, so that both can be merged without surprises', () => {
    expect(Object.keys(base.services)).toEqual(['postgres', 'nats']);
    expect(Object.keys(own.services)).toEqual(['migrate', 'orders']);
  });

  it.each(everyService)('%s has a health check, unless it is a job that ends', (_, { healthcheck, restart }) => {
    if (restart === 'no') expect(healthcheck).toEqual({ disable: true });
    else expect(healthcheck?.test?.[0]).toMatch(/^CMD/);
  });

  it.each(everyService)('%s waits only for what is there, in a way that it can fulfil', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const isJob = all.services[name]!.restart === 'no';
      expect(condition).toBe(isJob ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  it.each(everyService)('%s has a limit of memory', (_, { deploy }) => {
    expect(deploy?.resources?.limits?.memory).toMatch(/^\d+[mg]$/);
  });

  it.each(everyService)('%s opens no port to the network unless asked to', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^(127\.0\.0\.1|\$\{HOST:-127\.0\.0\.1\}):/);
  });

  it.each(everyService)('%s mounts volumes that are declared and files that exist', (_, { volumes = [] }) => {
    for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
      if (source.startsWith('.')) expect(existsSync(join(import.meta.dirname, '../..', source))).toBe(true);
      else expect(Object.keys(all.volumes ?? {})).toContain(source);
    }
  });

  it.each(ownServices)('%s runs the one image without rights', (_, service) => {
    expect(service.build).toEqual({ context: '.', dockerfile: 'deploy/Dockerfile' });
    expect(service.read_only).toBe(true);
    expect(service.tmpfs).toEqual(['/tmp']);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  });

  it.each(ownServices)('%s is told nothing that no setting reads', (_, { environment = {} }) => {
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(['base', 'services'])('docker-compose.%s.yml takes from .env only settings, each with a default', (name) => {
    const file = `docker-compose.${name}.yml`;
    const taken = [...projectFile(file).matchAll(/(?<!\$)\$\{(\w+)(:-)?/g)];
    expect(taken.filter(([, variable = '', fallback]) => !known.has(variable) || fallback === undefined)).toEqual([]);
    expect(taken.length).toBeGreaterThan(0);
  });

  it('have PostgreSQL log no details of errors, which tell emails and names', () => {
    expect(base.services['postgres']!.command).toContain('log_error_verbosity=terse');
  });

  it('give the services the database and the broker that they start', () => {
    const { environment = {} } = own.services['orders']!;
    expect(Object.keys(all.services)).toContain(environment['DB_HOST']);
    expect(Object.keys(all.services)).toContain(new URL(environment['NATS_URL'] ?? '').hostname);
    expect(environment['DATABASE_URL']).toBe('');
  });

  it('give the service every setting of .env, but not the address and port that are those of the machine outside', () => {
    const { env_file: files, environment = {}, ports = [] } = own.services['orders']!;
    expect(files).toEqual([{ path: '.env', required: false }]);
    expect(environment).toMatchObject({ HOST: '0.0.0.0', PORT: '8001' });
    expect(ports).toEqual([expect.stringMatching(/:8001$/)]);
  });
});
