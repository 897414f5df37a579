import type { Database } from '#libs/database';

/** Does something while no statement of this kind (`update on customers`) begins; those that come wait, and go on afterwards. */
export async function whileGateIsClosed<T>({ sql, transaction }: Database, kind: string, act: () => Promise<T>): Promise<T> {
  await sql.unsafe(`
    create or replace function wait_at_the_gate() returns trigger language plpgsql set lock_timeout = 0 as $$
    begin
      perform pg_advisory_xact_lock_shared(hashtext(tg_argv[0]));
      return null;
    end $$;
    create or replace trigger gate before ${kind} for each statement execute function wait_at_the_gate('${kind}')`);
  return transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${kind}))`;
    return act();
  });
}
