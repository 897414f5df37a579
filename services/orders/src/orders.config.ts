import { isCurrency } from '#libs/kernel';
import { platformSettings, setting, type Setting, type Settings } from '#libs/platform';
import type { ExpiryPolicy } from './orders/rules/expiry.js';

function currency(variable: string, fallback: string, about: string): Setting<string> {
  const parse = (text: string): string => {
    if (!isCurrency(text)) throw new Error('must be a currency code of ISO 4217');
    return text;
  };
  return { variable, default: fallback, about, secret: false, form: 'ISO 4217', parse };
}

/** Ten years. */
const MAX_EXPIRY_MINUTES = 5_256_000;

/** Everything that the orders service can be told. The table in the README and `.env.example` are made from it. */
export const ordersSettings = {
  port: setting.port('PORT', 8001, 'Port of the HTTP interface; 0 takes a free one'),
  databaseUrl: setting.url(
    'DATABASE_URL',
    '',
    'PostgreSQL; when empty, the `DB_*` and `POSTGRES_*` variables below',
    ['postgres', 'postgresql'],
    { secret: true },
  ),
  readDatabaseUrl: setting.url(
    'READ_DATABASE_URL',
    '',
    'A replica for lists and statistics; the primary when empty',
    ['postgres', 'postgresql'],
    { secret: true },
  ),
  databaseHost: setting.text('DB_HOST', 'localhost', 'PostgreSQL host, or the folder of its socket'),
  databasePort: setting.port('DB_PORT', 5432, 'PostgreSQL port'),
  databaseName: setting.text('POSTGRES_DB', 'pulse', 'PostgreSQL database'),
  databaseUser: setting.text('POSTGRES_USER', 'pulse', 'PostgreSQL user'),
  databasePassword: setting.text('POSTGRES_PASSWORD', '', 'PostgreSQL password', { secret: true }),
  databasePoolSize: setting.integer('DB_POOL_SIZE', 10, 'Connections per process and server', { min: 2, max: 500 }),
  databaseAnswerTimeoutMs: setting.integer(
    'DB_ANSWER_TIMEOUT_MS',
    15_000,
    'For how long an answer of PostgreSQL is waited for before its connection is given up; longer than a statement may take',
    { min: 500, max: 600_000 },
  ),
  natsUrl: setting.url('NATS_URL', 'nats://127.0.0.1:4222', 'NATS servers, separated by commas', ['nats', 'tls', 'ws', 'wss'], {
    secret: true,
  }),
  natsStream: setting.text('NATS_STREAM', 'orders', 'Name of the stream that carries `orders.>`'),
  natsStreamMode: setting.choice(
    'NATS_STREAM_MODE',
    ['create', 'verify'],
    'create',
    '`create` makes and updates the streams, `verify` only checks them',
  ),
  natsReplicas: setting.integer('NATS_REPLICAS', 1, 'Copies of each stream', { min: 1, max: 5 }),
  natsStreamMaxBytes: setting.integer(
    'NATS_STREAM_MAX_BYTES',
    8_589_934_592,
    'Largest size of a stream, made smaller where the disk has less room; beyond it the outbox keeps the events',
    { min: 1_048_576 },
  ),
  natsStreamMaxAgeDays: setting.integer('NATS_STREAM_MAX_AGE_DAYS', 30, 'How long a stream keeps an event; 0 for ever', {
    max: 36_500,
  }),
  defaultCurrency: currency('DEFAULT_CURRENCY', 'EUR', 'Currency of orders that name none'),
  draftExpiryMinutes: setting.integer('DRAFT_EXPIRY_MINUTES', 0, 'After how long a draft without `expires_at` expires; 0 never', {
    max: MAX_EXPIRY_MINUTES,
  }),
  pendingExpiryMinutes: setting.integer(
    'PENDING_EXPIRY_MINUTES',
    0,
    'After how long a pending order without `expires_at` expires and frees its stock; 0 never',
    { max: MAX_EXPIRY_MINUTES },
  ),
  expirySweepSeconds: setting.integer('EXPIRY_SWEEP_SECONDS', 15, 'How often orders that are due to expire are looked for', {
    min: 1,
    max: 3_600,
  }),
  allowBackdating: setting.flag(
    'ALLOW_BACKDATING',
    false,
    'Whether callers may say when something happened (`X-Occurred-At`), for imports; never where callers are not trusted',
  ),
  customerCheck: setting.choice(
    'CUSTOMER_CHECK',
    ['off', 'enforce'],
    'off',
    '`enforce` refuses orders whose customer was not created here or was erased',
  ),
  skuCheck: setting.choice(
    'SKU_CHECK',
    ['off', 'enforce'],
    'off',
    '`enforce` takes orders of products only; `off` also lines of other SKUs with a price of their own',
  ),
  maxStreamReaders: setting.integer('MAX_STREAM_READERS', 200, 'Open event streams (`GET /orders/stream`) per process', {
    min: 1,
    max: 10_000,
  }),
  ...platformSettings,
} as const;

export type OrdersSettings = Settings<typeof ordersSettings>;

export function expiryPolicyOf(settings: OrdersSettings): ExpiryPolicy {
  return { draft: settings.draftExpiryMinutes, pending: settings.pendingExpiryMinutes };
}
