-- By hand, in one statement, so that the table is written anew once. It has a row for each day and currency: reads of daily sales and
-- their consumer wait for some milliseconds, orders wait for nothing. A service of an older version goes on with these columns.
ALTER TABLE "daily_sales"
	ALTER COLUMN "created_minor" SET DATA TYPE numeric(38, 0),
	ALTER COLUMN "created_minor" SET DEFAULT 0,
	ALTER COLUMN "completed_minor" SET DATA TYPE numeric(38, 0),
	ALTER COLUMN "completed_minor" SET DEFAULT 0,
	ALTER COLUMN "closed_minor" SET DATA TYPE numeric(38, 0),
	ALTER COLUMN "closed_minor" SET DEFAULT 0;
