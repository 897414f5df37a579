CREATE TABLE "consumer_leases" (
	"consumer" text PRIMARY KEY NOT NULL,
	"holder" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL
);
