import 'reflect-metadata';
import { readSettings, runService, SettingsInvalid } from '#libs/platform';
import { OrdersApp, ordersService } from './orders.app.js';
import { ordersSettings } from './orders.config.js';

/** EX_CONFIG of sysexits.h: starting again will not help until someone changes the settings. */
const EXIT_CONFIG = 78;

try {
  const settings = readSettings(ordersSettings);
  await runService(OrdersApp.with(settings), ordersService, settings);
} catch (error) {
  const text = error instanceof SettingsInvalid ? error.message : String((error as Error).stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exit(error instanceof SettingsInvalid ? EXIT_CONFIG : 1);
}
