import 'reflect-metadata';
import { readSettingsOrExit, runService } from '#libs/platform';
import { OrdersApp, ordersService } from './orders.app.js';
import { ordersSettings } from './orders.config.js';

const settings = readSettingsOrExit(ordersSettings);
await runService(OrdersApp.with(settings), ordersService, settings);
