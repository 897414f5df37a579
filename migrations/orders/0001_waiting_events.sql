ALTER TABLE "inbox_parked" ADD COLUMN "published_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox_sequences" ADD COLUMN "waiting" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox_sequences" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "inbox_sequences_parked" ON "inbox_sequences" USING btree ("consumer","parked_since") WHERE parked_since is not null;--> statement-breakpoint
-- By hand. Long payloads lie in the outbox's TOAST table, which must be cleaned as fast as the table itself. Truncation would take
-- an exclusive lock, and orders with it, to give back pages that the next burst needs again.
ALTER TABLE "outbox" SET (vacuum_truncate = off, toast.vacuum_truncate = off, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 10000, toast.autovacuum_vacuum_cost_delay = 0);
