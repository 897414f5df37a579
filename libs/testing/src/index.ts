export { openCollector, type CollectedSpan, type Collector } from './collector.js';
export { eventually } from './eventually.js';
export { openGate, type Gate } from './gate.js';
export { startTestServers } from './servers.js';
export { createTestDatabase, type TestDatabase } from './world/test-database.js';
export { startTestNats, type TestNats } from './world/test-nats.js';
export { startTestPostgres, type TestPostgres } from './world/test-postgres.js';
export { world, type World, type WorldWithPostgres } from './world/world.js';
