import { createApp, describe, readSettings } from '#libs/platform';
import { OrdersApp, ordersService } from './orders.app.js';
import { ordersSettings } from './orders.config.js';

/** The OpenAPI document of this service, made without a database or a broker. */
export async function describeApi(): Promise<object> {
  const settings = readSettings(ordersSettings, { LOG_LEVEL: 'fatal' });
  const app = await createApp(OrdersApp.with(settings), ordersService, settings);
  return describe(app, ordersService.api);
}
