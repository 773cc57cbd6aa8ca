// What each import holds, added up (db/import-sums.ts), so that its report reads no row of usage. Never edited once released:
// a change is a new migration.

export const importSums = `
-- Of the rows that count. Days are UTC, as days since 1970-01-01.
CREATE TABLE rollup_import (
  import_id INTEGER NOT NULL,
  utc_day INTEGER NOT NULL,
  basis INTEGER NOT NULL,
  origin_id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  uncounted_entries INTEGER NOT NULL,
  uncached_input INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  output INTEGER NOT NULL,
  web_searches INTEGER NOT NULL,
  PRIMARY KEY (import_id, utc_day, basis, origin_id, class_id)
) STRICT, WITHOUT ROWID;

-- Row by row: sorting millions of rows into groups would hold all of them in memory.
INSERT INTO rollup_import SELECT import_id, (at_ms + 86400000000000) / 86400000 - 1000000, basis, origin_id, class_id, 1, ifnull(requests, 0),
    requests IS NULL, uncached_input, cache_read, cache_write_5m, cache_write_1h, output, web_searches
  FROM usage JOIN import_source ON import_source.id = source_id WHERE counts = 1
  ON CONFLICT (import_id, utc_day, basis, origin_id, class_id) DO UPDATE SET entries = entries + 1, requests = requests + excluded.requests,
    uncounted_entries = uncounted_entries + excluded.uncounted_entries, uncached_input = uncached_input + excluded.uncached_input,
    cache_read = cache_read + excluded.cache_read, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h, output = output + excluded.output,
    web_searches = web_searches + excluded.web_searches;
`
