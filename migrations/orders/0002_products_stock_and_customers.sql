CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text,
	"full_name" text,
	"metadata" jsonb NOT NULL,
	"version" integer NOT NULL,
	"erased_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"sku" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"price_minor" bigint,
	"currency" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"version" integer NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_price" CHECK (price_minor >= 0)
);
--> statement-breakpoint
CREATE TABLE "stock" (
	"sku" text PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"tracked" boolean NOT NULL,
	"on_hand" integer NOT NULL,
	"held" integer NOT NULL,
	"allow_backorder" boolean NOT NULL,
	"low_stock_threshold" integer,
	"level_sequence" integer NOT NULL,
	"last_movement" bigint NOT NULL,
	CONSTRAINT "stock_not_oversold" CHECK (on_hand >= 0 and held >= 0 and (allow_backorder or held <= on_hand)),
	CONSTRAINT "stock_threshold" CHECK (low_stock_threshold >= 0)
);
--> statement-breakpoint
CREATE TABLE "stock_movements" (
	"sku" text NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"on_hand_change" integer NOT NULL,
	"held_change" integer NOT NULL,
	"on_hand" integer NOT NULL,
	"held" integer NOT NULL,
	"order_id" uuid,
	"order_sequence" integer,
	"reason" text,
	"document" text,
	"actor" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "stock_movements_sku_number_pk" PRIMARY KEY("sku","number"),
	CONSTRAINT "stock_movements_kind_known" CHECK (kind in ('hold', 'release', 'commit', 'restock', 'write_off', 'adjust', 'repair'))
);
--> statement-breakpoint
ALTER TABLE "order_items" ADD COLUMN "stocked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_sku_products_sku_fk" FOREIGN KEY ("sku") REFERENCES "public"."products"("sku") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "customers_email_unique" ON "customers" USING btree (lower(email));--> statement-breakpoint
CREATE INDEX "customers_by_full_name" ON "customers" USING gin (full_name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "customers_by_email_text" ON "customers" USING gin (email gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "products_by_id" ON "products" USING btree ("id");--> statement-breakpoint
CREATE INDEX "products_by_name" ON "products" USING gin (name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "products_by_sku_text" ON "products" USING gin (sku gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "stock_movements_by_order" ON "stock_movements" USING btree ("order_id") WHERE order_id is not null;--> statement-breakpoint
CREATE INDEX "orders_to_expire" ON "orders" USING btree ("expires_at") WHERE expires_at is not null and status in ('draft', 'pending');--> statement-breakpoint
-- By hand. No indexed column of a stock row ever changes, so with room on its page each new version stays there and no index is touched.
ALTER TABLE "stock" SET (fillfactor = 50);
