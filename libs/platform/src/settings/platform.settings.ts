import { setting } from './setting.js';

/** What every service of the house can be told. A service adds its own table to this one. */
export const platformSettings = {
  host: setting.text('HOST', '127.0.0.1', 'Address to listen on; containers set `0.0.0.0`'),
  logLevel: setting.choice(
    'LOG_LEVEL',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'info',
    'Least severe level that is logged',
  ),
  logFormat: setting.choice(
    'LOG_FORMAT',
    ['auto', 'json', 'pretty'],
    'auto',
    '`auto` is readable on a terminal and JSON elsewhere',
  ),
  logRequestSample: setting.ratio(
    'LOG_REQUEST_SAMPLE',
    1,
    'Part of the successful requests that get a log line, 0 to 1; failed ones always do',
  ),
  corsOrigins: setting.text('CORS_ORIGINS', '', 'Origins of browsers that may call, separated by commas; none by default'),
  trustProxy: setting.text(
    'TRUST_PROXY',
    '',
    'Addresses or networks of the proxies whose `X-Forwarded-*` is believed; `true` believes everyone',
  ),
  bodyLimitBytes: setting.integer('BODY_LIMIT_BYTES', 1_048_576, 'Largest request body', { min: 1_024, max: 16_777_216 }),
  headerLimitBytes: setting.integer('HEADER_LIMIT_BYTES', 16_384, 'Largest request line with headers', {
    min: 1_024,
    max: 262_144,
  }),
  headersTimeoutMs: setting.integer('HEADERS_TIMEOUT_MS', 10_000, 'Time for the headers of a request to arrive', {
    min: 100,
    max: 600_000,
  }),
  requestTimeoutMs: setting.integer('REQUEST_TIMEOUT_MS', 15_000, 'Time for a whole request to arrive', {
    min: 100,
    max: 600_000,
  }),
  deadlineMs: setting.integer(
    'DEADLINE_MS',
    20_000,
    'Time to begin the answer to a request that has arrived, then 503; longer than the 10 s that a statement may take',
    { min: 100, max: 600_000 },
  ),
  deliveryTimeoutMs: setting.integer(
    'DELIVERY_TIMEOUT_MS',
    60_000,
    'Time beyond that for the client to take the answer; then its connection is cut',
    { min: 100, max: 3_600_000 },
  ),
  idleTimeoutMs: setting.integer('IDLE_TIMEOUT_MS', 120_000, 'Longest silence on a connection in the middle of a request', {
    min: 1_000,
    max: 3_600_000,
  }),
  keepAliveTimeoutMs: setting.integer(
    'KEEP_ALIVE_TIMEOUT_MS',
    72_000,
    'How long an idle connection is kept; longer than the load balancer does',
    { min: 1_000, max: 3_600_000 },
  ),
  maxConnections: setting.integer('MAX_CONNECTIONS', 10_000, 'Open connections; more are dropped', { min: 1, max: 1_000_000 }),
  maxConcurrentRequests: setting.integer('MAX_CONCURRENT_REQUESTS', 1_000, 'Requests served at once; more get 503', {
    min: 1,
    max: 100_000,
  }),
  maxPipelinedRequests: setting.integer(
    'MAX_PIPELINED_REQUESTS',
    64,
    'Requests that may wait on one connection, from a client that sends them before it has the answers; beyond it, it is cut',
    { min: 1, max: 10_000 },
  ),
  maxBodyBytesInWork: setting.integer(
    'MAX_BODY_BYTES_IN_WORK',
    8_388_608,
    'Size of all bodies served at once, those up to 4 KiB aside; more get 503. A body takes 15 times its size of memory',
    { min: 65_536, max: 1_073_741_824 },
  ),
  maxUntakenBytes: setting.integer(
    'MAX_UNTAKEN_BYTES',
    33_554_432,
    'Size of all answers not taken, two bytes for each character; beyond it the connections are cut that have waited longest',
    { min: 1_048_576, max: 1_073_741_824 },
  ),
  rateLimitPerSecond: setting.integer(
    'RATE_LIMIT_PER_SECOND',
    0,
    'Requests per second from one address and process; more get 429; 0 for no limit',
    { max: 1_000_000 },
  ),
  shutdownDelayMs: setting.integer(
    'SHUTDOWN_DELAY_MS',
    0,
    'How long readiness is down before the service stops taking requests',
    { max: 60_000 },
  ),
  shutdownTimeoutMs: setting.integer('SHUTDOWN_TIMEOUT_MS', 10_000, 'Longest wait for running requests at the end', {
    min: 100,
    max: 300_000,
  }),
  otlpEndpoint: setting.url(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    '',
    'Where traces go, such as `http://collector:4318`; off when empty',
    ['http', 'https'],
  ),
  traceRatio: setting.ratio(
    'OTEL_TRACES_SAMPLER_ARG',
    0.1,
    'Part of the requests that are traced when no caller has decided, 0 to 1',
  ),
} as const;
