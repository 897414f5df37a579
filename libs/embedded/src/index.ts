export * from './launcher/data-location.js';
export * from './launcher/orders-service.js';
export * from './nats/find-nats-server.js';
export * from './nats/nats-version.js';
export * from './nats/start-nats.js';
export * from './postgres/start-postgres.js';
export * from './process/free-port.js';
export * from './process/owned-process.js';
