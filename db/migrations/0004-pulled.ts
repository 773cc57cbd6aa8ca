// What each source of a pull has read whole, so that rows its provider no longer holds stop counting. Never edited once
// released: a change is a new migration. Words are those of src/core/pulled.ts.

export const pulled = `
-- Null for files, and where a pull was not told whose figures it read.
ALTER TABLE import_source ADD COLUMN pull_scope TEXT;
-- [from, to); null where nothing was read whole, or its import was undone.
ALTER TABLE import_source ADD COLUMN whole_from_ms INTEGER;
ALTER TABLE import_source ADD COLUMN whole_to_ms INTEGER;
-- A JSON array of texts of raw_model; null: all models.
ALTER TABLE import_source ADD COLUMN whole_models TEXT;
CREATE INDEX import_source_pull ON import_source (importer, pull_scope) WHERE pull_scope IS NOT NULL;

-- Rows of reports and bills that count; requests, which are many, are not in it.
CREATE INDEX usage_reported ON usage (at_ms) WHERE counts = 1 AND basis <> 0;
`
