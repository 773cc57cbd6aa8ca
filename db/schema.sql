-- Generated from db/migrations by test/db/migrate.test.ts. Not read at run time.

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed', 'undone')),
  started_at_ms INTEGER NOT NULL,
  finished_at_ms INTEGER,
  -- Who is writing, and when it last did: tells a crashed import from one that still runs.
  writer_pid INTEGER NOT NULL,
  written_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE import_source (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES import (id),
  name TEXT NOT NULL,
  importer TEXT,
  bytes INTEGER,
  state TEXT NOT NULL CHECK (state IN ('open', 'finished')),
  problem TEXT,
  accepted INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  ignored INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  incomplete_last_entry INTEGER NOT NULL DEFAULT 0,
  -- The source that read the same file before: this one inherits its usage should its import be undone.
  repeats INTEGER,
  -- All usage of this source lies within these ids (other sources may lie between).
  first_usage_id INTEGER,
  last_usage_id INTEGER
) STRICT;

CREATE INDEX import_source_import ON import_source (import_id);

CREATE INDEX import_source_repeats ON import_source (repeats) WHERE repeats IS NOT NULL;

CREATE TABLE reason (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE ignored_entries (
  source_id INTEGER NOT NULL REFERENCES import_source (id),
  reason_id INTEGER NOT NULL REFERENCES reason (id),
  count INTEGER NOT NULL,
  PRIMARY KEY (source_id, reason_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejected_line (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES import_source (id),
  position INTEGER NOT NULL,
  reason_id INTEGER NOT NULL REFERENCES reason (id)
) STRICT;

CREATE INDEX rejected_line_source ON rejected_line (source_id, position);

CREATE TABLE file_state (
  path TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES import_source (id),
  size INTEGER NOT NULL,
  modified_at_ms INTEGER,
  offset INTEGER NOT NULL,
  position INTEGER NOT NULL,
  importer TEXT NOT NULL,
  head_hash TEXT NOT NULL,
  head_length INTEGER NOT NULL,
  source_key TEXT NOT NULL,
  PRIMARY KEY (path, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_state_source ON file_state (source_id);

CREATE TABLE origin (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  importer TEXT NOT NULL,
  account TEXT,
  workspace TEXT,
  api_key TEXT,
  principal TEXT,
  profile TEXT,
  project TEXT,
  gateway TEXT,
  tags TEXT NOT NULL,
  -- The import that brought it first; null once that import was undone.
  import_id INTEGER REFERENCES import (id)
) STRICT;

CREATE INDEX origin_import ON origin (import_id);

CREATE TABLE price_class (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  route TEXT NOT NULL,
  model TEXT NOT NULL,
  tier TEXT NOT NULL,
  speed TEXT NOT NULL,
  prompt_over INTEGER NOT NULL,
  prompt_up_to INTEGER,
  assumptions TEXT NOT NULL
) STRICT;

CREATE TABLE raw_model (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE session (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE model_hint (
  raw_model_id INTEGER NOT NULL REFERENCES raw_model (id),
  hint TEXT NOT NULL,
  import_id INTEGER NOT NULL REFERENCES import (id),
  PRIMARY KEY (raw_model_id, hint, import_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX model_hint_import ON model_hint (import_id);

CREATE TABLE usage (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER,
  counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
  source_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  whole_day INTEGER NOT NULL CHECK (whole_day IN (0, 1)),
  basis INTEGER NOT NULL,
  origin_id INTEGER NOT NULL,
  class_id INTEGER NOT NULL,
  raw_model_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  requests INTEGER,
  uncached_input INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  output INTEGER NOT NULL,
  web_searches INTEGER NOT NULL,
  latency_ms INTEGER,
  ttft_ms INTEGER,
  stop_reason TEXT,
  error_code TEXT,
  session_id INTEGER,
  -- What decides between two records of one request (src/core/record-rank.ts). Over all passes; null where there is one pass.
  all_output INTEGER,
  all_tokens INTEGER,
  split_assumed INTEGER NOT NULL,
  sidechain INTEGER NOT NULL,
  -- Identity (db/identity.ts), with a hash of each key (src/core/record-keys.ts). All null for an extra pass.
  message_key TEXT,
  request_key TEXT,
  message_hash INTEGER,
  request_hash INTEGER
) STRICT;

CREATE INDEX usage_parent ON usage (parent_id) WHERE parent_id IS NOT NULL;

CREATE INDEX usage_time ON usage (at_ms) WHERE counts = 1;

CREATE INDEX usage_latency ON usage (at_ms, basis, origin_id, class_id, latency_ms, ttft_ms)
  WHERE counts = 1 AND (latency_ms IS NOT NULL OR ttft_ms IS NOT NULL);

CREATE TABLE rollup_slot (
  slot INTEGER NOT NULL,
  whole_day INTEGER NOT NULL,
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
  PRIMARY KEY (slot, whole_day, basis, origin_id, class_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_zone (id INTEGER PRIMARY KEY CHECK (id = 1), tz TEXT NOT NULL) STRICT;

CREATE TABLE rollup_day (
  day INTEGER NOT NULL,
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
  PRIMARY KEY (day, utc_day, basis, origin_id, class_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE surface_rule (
  rank INTEGER PRIMARY KEY,
  surface TEXT NOT NULL,
  conditions TEXT NOT NULL
) STRICT;

CREATE TABLE profile_alias (raw_model TEXT PRIMARY KEY, model TEXT NOT NULL, route TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE colour_slot (surface TEXT PRIMARY KEY, slot INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE INDEX document_kind ON document (kind);

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

CREATE TABLE latency_report (
  importer TEXT NOT NULL,
  scope TEXT NOT NULL,
  region TEXT NOT NULL,
  raw_model TEXT NOT NULL,
  measure TEXT NOT NULL,
  -- Days since 1970-01-01.
  utc_day INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  platform TEXT NOT NULL,
  route TEXT NOT NULL,
  model TEXT NOT NULL,
  count INTEGER NOT NULL,
  average_ms REAL,
  p50_ms REAL,
  p95_ms REAL,
  p99_ms REAL,
  PRIMARY KEY (importer, scope, region, raw_model, measure, utc_day, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX latency_report_source ON latency_report (source_id);

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

CREATE INDEX usage_reported ON usage (at_ms) WHERE counts = 1 AND basis <> 0;

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

CREATE TABLE packed_usage (day INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

CREATE TABLE packed_latency (day INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

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

CREATE TABLE rollup_total (id INTEGER PRIMARY KEY CHECK (id = 1), requests INTEGER NOT NULL) STRICT;
