import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./services/orders/src/**/*.schema.ts', './libs/messaging/src/**/*.schema.ts'],
  out: './migrations/orders',
});
