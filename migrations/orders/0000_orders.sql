-- By hand, since drizzle-kit cannot say it: trigrams for "the customer's name contains".
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"key" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"status" smallint NOT NULL,
	"headers" text NOT NULL,
	"body" text NOT NULL,
	"order_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_items" (
	"order_id" uuid NOT NULL,
	"line" smallint NOT NULL,
	"id" uuid NOT NULL,
	"sku" text NOT NULL,
	"item_name" text,
	"qty" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"unit_price_minor" bigint,
	"open" integer NOT NULL,
	"preparing" integer DEFAULT 0 NOT NULL,
	"ready" integer DEFAULT 0 NOT NULL,
	"shipped" integer DEFAULT 0 NOT NULL,
	"delivered" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"returned" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_items_order_id_line_pk" PRIMARY KEY("order_id","line"),
	CONSTRAINT "order_items_amounts" CHECK (qty > 0 and price_minor >= 0 and (unit_price_minor is null or unit_price_minor >= 0)),
	CONSTRAINT "order_items_buckets_not_negative" CHECK (open >= 0 and preparing >= 0 and ready >= 0 and shipped >= 0 and delivered >= 0 and cancelled >= 0 and returned >= 0),
	CONSTRAINT "order_items_buckets_add_up" CHECK (open + preparing + ready + shipped + delivered + cancelled + returned = qty)
);
--> statement-breakpoint
CREATE TABLE "order_journey" (
	"order_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"event_type" text NOT NULL,
	"from_status" text,
	"to_status" text NOT NULL,
	"actor" text NOT NULL,
	"reason" text,
	"forced" boolean DEFAULT false NOT NULL,
	"details" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_journey_order_id_sequence_pk" PRIMARY KEY("order_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"customer_name" text,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"cancelled_minor" bigint DEFAULT 0 NOT NULL,
	"returned_minor" bigint DEFAULT 0 NOT NULL,
	"fulfilment_status" text DEFAULT 'unfulfilled' NOT NULL,
	"return_status" text DEFAULT 'none' NOT NULL,
	"on_hold" boolean DEFAULT false NOT NULL,
	"external_ref" text,
	"facility_id" text,
	"conversation_id" text,
	"estimated_ready_time" timestamp (3) with time zone,
	"metadata" jsonb NOT NULL,
	"version" integer NOT NULL,
	"last_sequence" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "orders_status_known" CHECK (status in ('draft', 'pending', 'placed', 'confirmed', 'preparing', 'ready', 'shipped', 'delivered', 'completed', 'cancelled', 'expired', 'rejected')),
	CONSTRAINT "orders_amounts" CHECK (total_minor >= 0 and cancelled_minor >= 0 and returned_minor >= 0 and cancelled_minor + returned_minor <= total_minor),
	CONSTRAINT "orders_counters" CHECK (version >= 1 and last_sequence >= version)
);
--> statement-breakpoint
CREATE TABLE "daily_sales" (
	"day" date NOT NULL,
	"currency" text NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"created_minor" bigint DEFAULT 0 NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"completed_minor" bigint DEFAULT 0 NOT NULL,
	"closed" integer DEFAULT 0 NOT NULL,
	"closed_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "daily_sales_day_currency_pk" PRIMARY KEY("day","currency")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"consumer" text NOT NULL,
	"event_id" uuid NOT NULL,
	"processed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "inbox_consumer_event_id_pk" PRIMARY KEY("consumer","event_id")
);
--> statement-breakpoint
CREATE TABLE "inbox_parked" (
	"consumer" text NOT NULL,
	"event_id" uuid NOT NULL,
	"key" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"subject" text NOT NULL,
	"headers" jsonb NOT NULL,
	"payload" text NOT NULL,
	"dead" boolean NOT NULL,
	"reason" text NOT NULL,
	"parked_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "inbox_parked_consumer_event_id_pk" PRIMARY KEY("consumer","event_id")
);
--> statement-breakpoint
CREATE TABLE "inbox_sequences" (
	"consumer" text NOT NULL,
	"key" uuid NOT NULL,
	"last_sequence" integer NOT NULL,
	"parked_since" timestamp with time zone,
	"parked_reason" text,
	CONSTRAINT "inbox_sequences_consumer_key_pk" PRIMARY KEY("consumer","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"key" uuid NOT NULL,
	"partition" smallint NOT NULL,
	"subject" text NOT NULL,
	"headers" jsonb NOT NULL,
	"payload" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox_dead" (
	"id" bigint PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"key" uuid NOT NULL,
	"partition" smallint NOT NULL,
	"subject" text NOT NULL,
	"headers" jsonb NOT NULL,
	"payload" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"attempts" integer NOT NULL,
	"failed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_journey" ADD CONSTRAINT "order_journey_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "order_items_by_sku" ON "order_items" USING btree ("sku","order_id");--> statement-breakpoint
CREATE INDEX "orders_by_customer" ON "orders" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "orders_by_status" ON "orders" USING btree ("status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_external_ref_unique" ON "orders" USING btree ("external_ref") WHERE external_ref is not null;--> statement-breakpoint
CREATE INDEX "orders_by_facility" ON "orders" USING btree ("facility_id","id") WHERE facility_id is not null;--> statement-breakpoint
CREATE INDEX "orders_by_conversation" ON "orders" USING btree ("conversation_id","id") WHERE conversation_id is not null;--> statement-breakpoint
CREATE INDEX "orders_by_customer_name" ON "orders" USING gin (customer_name gin_trgm_ops) WHERE customer_name is not null;--> statement-breakpoint
CREATE INDEX "orders_by_fulfilment" ON "orders" USING btree ("fulfilment_status","id") WHERE fulfilment_status = 'partial';--> statement-breakpoint
CREATE INDEX "orders_by_return" ON "orders" USING btree ("return_status","id") WHERE return_status <> 'none';--> statement-breakpoint
CREATE INDEX "orders_on_hold" ON "orders" USING btree ("id") WHERE on_hold;--> statement-breakpoint
CREATE INDEX "inbox_by_age" ON "inbox" USING btree ("processed_at");--> statement-breakpoint
CREATE INDEX "inbox_parked_by_key" ON "inbox_parked" USING btree ("consumer","key","sequence");--> statement-breakpoint
CREATE INDEX "outbox_by_partition" ON "outbox" USING btree ("partition","id");--> statement-breakpoint
CREATE INDEX "outbox_dead_by_key" ON "outbox_dead" USING btree ("key");
--> statement-breakpoint
-- By hand: the outbox is written and emptied all day, so its dead rows are to be cleared by number, not by share of the table.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
