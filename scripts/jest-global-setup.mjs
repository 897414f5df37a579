/** Jest loads this file without its transform; the servers' code is TypeScript. */
import './run-from-source.mjs';

const { startTestServers } = await import('#libs/testing');

export default async function setUp() {
  globalThis.stopTestServers = await startTestServers();
}
