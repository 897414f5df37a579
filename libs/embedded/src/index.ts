export * from './nats/find-nats-server.js';
export * from './nats/nats-version.js';
export * from './nats/start-nats.js';
export * from './postgres/start-postgres.js';
