// What lines of bills charge, beside their rows of usage. Never edited once released: a change is a new migration.
// Amounts are pico-USD in 64 bits: up to 9.2 million USD a line. `meter` is a word of src/core/bill.ts.

export const bills = `
-- One row for each row of usage with basis bills (2), whether it counts or waits for an undo.
CREATE TABLE bill (
  usage_id INTEGER PRIMARY KEY,
  -- That of the row of usage.
  at_ms INTEGER NOT NULL,
  meter TEXT NOT NULL,
  billed INTEGER NOT NULL,
  list INTEGER,
  rounded_to INTEGER NOT NULL,
  -- The last UTC day the line covers, as days since 1970-01-01; the first is that of at_ms.
  last_day INTEGER NOT NULL,
  estimated INTEGER NOT NULL CHECK (estimated IN (0, 1)),
  quantity_stated INTEGER NOT NULL CHECK (quantity_stated IN (0, 1))
) STRICT;
CREATE INDEX bill_time ON bill (at_ms);
`
