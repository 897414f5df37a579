/** Jest loads this file without its transform; the servers' code is TypeScript. */
import '../../scripts/run-from-source.mjs';

const { startTestServers } = await import('./src/servers.ts');

export default async function setUp() {
  globalThis.stopTestServers = await startTestServers();
}
