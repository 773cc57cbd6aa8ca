// What each source of a pull has read whole, so that rows its provider no longer holds stop counting. Never edited once
// released: a change is a new migration. Words are those of src/core/pulled.ts.

export const pulled = `
-- One row for each source of a pull of which it is known whose figures it read; gone with it, or when its import is undone.
CREATE TABLE pulled_source (
  source_id INTEGER PRIMARY KEY,
  importer TEXT NOT NULL,
  scope TEXT NOT NULL,
  -- [from, to); null where nothing was read whole.
  from_ms INTEGER,
  to_ms INTEGER,
  -- A JSON array of texts of raw_model; null: all models.
  models TEXT
) STRICT;
CREATE INDEX pulled_source_scope ON pulled_source (importer, scope);

-- Rows of reports and bills that count; requests, which are many, are not in it.
CREATE INDEX usage_reported ON usage (at_ms) WHERE counts = 1 AND basis <> 0;
`
