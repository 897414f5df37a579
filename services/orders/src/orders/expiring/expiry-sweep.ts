import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Shutdown } from '#libs/platform';
import type { OrdersSettings } from '../../orders.config.js';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { ExpiringService } from './expiring.service.js';

/** At most this many orders expire at a time, and no more than half of the pool: requests come first. */
const MOST_LANES = 4;

/** Looks for orders that are due, from the start of the service to its end. Every replica does. */
@Injectable()
export class ExpirySweep implements OnApplicationBootstrap {
  private readonly logger = new Logger('Expiry');
  private readonly stopping = new AbortController();
  private complaint = '';

  constructor(
    private readonly expiring: ExpiringService,
    private readonly shutdown: Shutdown,
    @Inject(ORDERS_SETTINGS) private readonly settings: OrdersSettings,
  ) {}

  onApplicationBootstrap(): void {
    const running = this.run();
    const close = (): Promise<void> => {
      this.stopping.abort();
      return running;
    };
    this.shutdown.register({ name: 'expiry', limitMs: 5_000, close });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sweep(signal);
      await delay(this.pauseMs(), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Spread by a quarter, so that replicas that started together do not look at the same moment for ever. */
  private pauseMs(): number {
    return this.settings.expirySweepSeconds * 1_000 * (0.75 + Math.random() / 2);
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const lanes = Math.min(MOST_LANES, Math.floor(this.settings.databasePoolSize / 2));
    const began = performance.now();
    try {
      const { expired, failed } = await this.expiring.sweep({ lanes, signal });
      this.complaint = '';
      if (expired + failed === 0) return;
      this.logger.log({ msg: 'orders expired', expired, failed, ms: Math.round(performance.now() - began) });
    } catch (error) {
      this.complain(String(error));
    }
  }

  /** Says each kind of trouble once, not at every sweep. */
  private complain(reason: string): void {
    if (reason === this.complaint) return;
    this.complaint = reason;
    this.logger.warn({ msg: 'orders that are due cannot be looked for', reason });
  }
}
