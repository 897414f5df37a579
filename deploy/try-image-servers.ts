/**
 * `try-image-servers.ts <folder>`: the other containers of the compose files, for try-image-steps.sh. Prints the environment that
 * the compose file gives to the service, a line each, with the addresses of these servers; then `ready`. Runs until it is ended.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { findNatsServer, freePort, type OwnedProcess, postgresFolder, startOwned, startPostgres } from '#libs/embedded';

const [, , folder = ''] = process.argv;
const root = join(import.meta.dirname, '..');

const postgres = await startPostgres({ dataDir: await postgresFolder(folder) });
const natsPort = await freePort();
const nats = await startNatsAsConfigured(natsPort);

const { hostname, port, pathname, username, password } = new URL(postgres.url);
const environment = {
  ...composeEnvironment('orders'),
  DB_HOST: hostname,
  DB_PORT: port,
  HOST: '127.0.0.1',
  PORT: String(await freePort()),
  POSTGRES_DB: pathname.slice(1),
  POSTGRES_USER: username,
  POSTGRES_PASSWORD: password,
  NATS_URL: `nats://127.0.0.1:${natsPort}`,
};
for (const [name, value] of Object.entries(environment)) console.log(`env ${name}=${value}`);
console.log('ready');

process.once('SIGTERM', () => {
  void Promise.all([nats.stop(), postgres.stop()]).then(() => process.exit(0));
});

/** deploy/nats.conf as it is but for the store, which goes to where there is room; the command line moves the ports. */
async function startNatsAsConfigured(clientPort: number): Promise<OwnedProcess> {
  const store = join(folder, 'nats');
  mkdirSync(store, { recursive: true });
  const config = join(store, 'nats.conf');
  const text = readFileSync(join(root, 'deploy/nats.conf'), 'utf8');
  writeFileSync(config, text.replace('store_dir: /data', `store_dir: ${JSON.stringify(store)}`));
  const { path } = await findNatsServer();
  const healthPort = await freePort();
  const server = startOwned({
    name: 'nats-server',
    command: path,
    args: ['--config', config, '--addr', '127.0.0.1', '--port', String(clientPort), '--http_port', String(healthPort)],
    stopSignal: 'SIGTERM',
    onLine: (line) => void (/\[(WRN|ERR|FTL)\]/.test(line) && console.log(line)),
  });
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await delay(50)) {
    // What the health check of the compose file asks.
    const health = await fetch(`http://127.0.0.1:${healthPort}/healthz`).catch(() => undefined);
    if (health?.ok) return server;
  }
  throw new Error('nats-server is not healthy with deploy/nats.conf');
}

function composeEnvironment(service: string): Record<string, string> {
  const text = readFileSync(join(root, 'docker-compose.services.yml'), 'utf8');
  // Nothing is set in .env: every variable has its default.
  const file = parse(text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string | null> }>;
  };
  const environment = Object.entries(file.services[service]?.environment ?? {});
  return Object.fromEntries(environment.map(([name, value]) => [name, value ?? '']));
}
