import type { Database } from '#libs/database';
import { newId } from '#libs/kernel';

/** How long an instance that says nothing more keeps the others from going on in its place. */
const LEASE_MS = 5_000;

/**
 * Lets one instance of a consumer at a time take events; the others stand by. Several would share the events of a busy key, and
 * each would wait for what another has in hand. Nothing depends on it but speed: should two be active for a moment, because
 * one was frozen, the inbox still has each event handled once and in its order.
 */
export class Lease {
  static readonly RENEW_MS = LEASE_MS / 3;
  private readonly holder = newId();

  constructor(
    private readonly database: Database,
    private readonly consumer: string,
  ) {}

  /** Takes the lease or renews it. @returns false while another instance has it */
  async take(): Promise<boolean> {
    const rows = await this.database.sql`
      insert into consumer_leases as l (consumer, holder, until)
      values (${this.consumer}, ${this.holder}, clock_timestamp() + ${LEASE_MS / 1_000}::float8 * interval '1 second')
      on conflict (consumer) do update set holder = excluded.holder, until = excluded.until
      where l.holder = excluded.holder or l.until < clock_timestamp()
      returning consumer`;
    return rows.length === 1;
  }

  /** So that another need not wait until it has run out. */
  async giveUp(): Promise<void> {
    await this.database.sql`delete from consumer_leases where consumer = ${this.consumer} and holder = ${this.holder}`;
  }
}
