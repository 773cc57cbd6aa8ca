// Rows by their keys in a table instead of indexes: written many at a time, in order (db/key-rows.ts). Never edited once
// released: a change is a new migration.

export const keys = `
DROP INDEX usage_message;
DROP INDEX usage_request;

-- One row for each key of a row of usage, in one of two tables. Written before each commit; gone with its row.
CREATE TABLE usage_key (
  hash INTEGER NOT NULL,
  usage_id INTEGER NOT NULL,
  PRIMARY KEY (hash, usage_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage_key_new (
  hash INTEGER NOT NULL,
  usage_id INTEGER NOT NULL,
  PRIMARY KEY (hash, usage_id)
) STRICT, WITHOUT ROWID;
CREATE VIEW usage_by_key AS SELECT hash, usage_id FROM usage_key UNION ALL SELECT hash, usage_id FROM usage_key_new;
CREATE TRIGGER usage_key_gone AFTER DELETE ON usage BEGIN
  DELETE FROM usage_key WHERE hash IN (old.message_hash, old.request_hash) AND usage_id = old.id;
  DELETE FROM usage_key_new WHERE hash IN (old.message_hash, old.request_hash) AND usage_id = old.id;
END;
INSERT OR IGNORE INTO usage_key SELECT message_hash, id FROM usage WHERE message_hash IS NOT NULL
  UNION ALL SELECT request_hash, id FROM usage WHERE request_hash IS NOT NULL ORDER BY 1;
`
