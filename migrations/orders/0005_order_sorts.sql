-- By hand, this comment: orders are read but not written while the indexes are made, a second for a million orders.
CREATE INDEX "orders_by_update" ON "orders" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_total" ON "orders" USING btree ("total_minor","id");