// Copies of days in columns (db/packed-days.ts). Never edited once released: a change is a new migration.
// What is in them can be made again from the other tables at any time.

export const packed = `
-- A calendar day of rollup_day.
CREATE TABLE packed_usage (day INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

-- The latencies of requests that count, a UTC day, as days since 1970-01-01.
CREATE TABLE packed_latency (day INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
`
