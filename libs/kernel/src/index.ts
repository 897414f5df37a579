export * from './arrival-list.js';
export * from './clock.js';
export * from './count-containers.js';
export * from './domain-error.js';
export * from './ids.js';
export * from './money.js';
export * from './parse-json.js';
export * from './random.js';
