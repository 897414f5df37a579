CREATE TABLE "stock_alerts" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"low_since" timestamp (3) with time zone,
	"out_since" timestamp (3) with time zone
);
