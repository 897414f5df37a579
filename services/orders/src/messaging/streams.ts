import { deadLetterStream, type StreamDefinition } from '#libs/messaging';
import type { OrdersSettings } from '../orders.config.js';

/** The streams that this service owns. */
export function ordersStreams(settings: OrdersSettings): StreamDefinition[] {
  const limits = {
    replicas: settings.natsReplicas,
    maxBytes: settings.natsStreamMaxBytes,
    maxAgeDays: settings.natsStreamMaxAgeDays,
  };
  return [
    { name: settings.natsStream, subjects: ['orders.>'], about: 'What happens to orders', ...limits },
    { name: 'inventory', subjects: ['inventory.>'], about: 'What happens to stock', ...limits },
    deadLetterStream(limits),
  ];
}
