/** Jest loads this file without its transform; the servers' code is TypeScript. */
import './run-from-source.mjs';
import { build } from '../bin/prepare.mjs';

const { startTestServers } = await import('#libs/testing');

export default async function setUp() {
  // Some tests run programs as they are shipped.
  await build();
  globalThis.stopTestServers = await startTestServers();
}
