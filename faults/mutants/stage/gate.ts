import { openDatabase, type Database, type Sql } from '#libs/database';

/** Where in the database a gate stands. */
export interface Place {
  readonly table: string;
  /** `commit`: what inserted into the table waits at the end of its transaction, everything else done. */
  readonly before: 'insert' | 'delete' | 'commit';
  /** For `commit`: a condition on `new`, for those whom the gate stops; everybody by default. */
  readonly when?: string;
}

const GATE = 4_242;

/**
 * A place in the work of the service where everybody has to wait while the gate is closed: a trigger that takes a lock. So a
 * drill can strike between two steps that are microseconds apart, without a line for it in the service. Only the
 * `statement_timeout` of the service (10 s) turns somebody away who waits there.
 */
export class Gate {
  private constructor(private readonly session: Database) {}

  /** Builds a closed gate. */
  static async close(databaseUrl: string, place: Place): Promise<Gate> {
    const session = openDatabase({ url: databaseUrl, poolSize: 1, applicationName: 'drill', idleInTransactionTimeoutMs: 0 });
    await session.sql`select pg_advisory_lock(${GATE})`;
    await build(session.sql, place);
    return new Gate(session);
  }

  async open(): Promise<void> {
    await this.session.sql`select pg_advisory_unlock(${GATE})`;
  }

  async remove(): Promise<void> {
    await this.session.close(500);
  }
}

async function build(sql: Sql, { table, before, when = 'true' }: Place): Promise<void> {
  await sql.unsafe(`
    create or replace function wait_at_the_gate() returns trigger language plpgsql set lock_timeout = 0 as $$
    begin
      perform pg_advisory_xact_lock_shared(${GATE});
      return null;
    end $$`);
  await sql.unsafe(
    before === 'commit'
      ? `create constraint trigger gate after insert on ${table} deferrable initially deferred
          for each row when (${when}) execute function wait_at_the_gate()`
      : `create trigger gate before ${before} on ${table} for each statement execute function wait_at_the_gate()`,
  );
}
