// Latency as a provider reports it, by model and UTC day. Never edited once released: a change is a new migration.
// `measure` is a word of src/core/latency-report.ts.

export const latency = `
-- Of several reports of one day the one of the latest source counts; an undo takes away its source's own.
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
`
