// How many requests the ledger holds, as one number: adding up the days read all of them at each start. Never edited once
// released: a change is a new migration.

export const total = `
CREATE TABLE rollup_total (id INTEGER PRIMARY KEY CHECK (id = 1), requests INTEGER NOT NULL) STRICT;

INSERT INTO rollup_total SELECT 1, ifnull(sum(requests), 0) FROM rollup_day;
`
