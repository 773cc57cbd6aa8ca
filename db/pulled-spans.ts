// Which rows of earlier pulls are gone: a later pull of the same scope has read their time whole and did not bring them.
// Nothing is written beside a row: that it is gone follows from the spans, so that an undo of either pull is exact.
//
// Asked only of the latest row of its key. Had the later pull brought that key, its row would be the latest one.
import type { Pulled } from '../src/core/pulled.ts'
import { basisCode } from './codes.ts'
import type { Connection, SqlValue } from './sqlite.ts'

/** Of a row at `atMs` of a model of that name, brought by the source `own`. */
export const isGone = ({ atMs, model }: { atMs: string; model: string }): string => `EXISTS (SELECT 1 FROM pulled_source AS later
  WHERE later.importer = own.importer AND later.scope = own.scope AND later.source_id > own.source_id
  AND later.from_ms <= ${atMs} AND later.to_ms > ${atMs}
  AND (later.models IS NULL OR ${model} IN (SELECT value FROM json_each(later.models))))`

const ROW_IS_GONE = isGone({ atMs: 'usage.at_ms', model: '(SELECT text FROM raw_model WHERE raw_model.id = raw_model_id)' })

export const PULLED_SQL = {
  one: `SELECT 1 FROM usage JOIN pulled_source AS own USING (source_id) WHERE usage.id = ? AND ${ROW_IS_GONE}`,
  /** Rows that still count in the span of a source and its like. */
  counting: `SELECT message_key AS key FROM pulled_source AS done CROSS JOIN usage INDEXED BY usage_reported
    ON usage.at_ms >= done.from_ms AND usage.at_ms < done.to_ms AND counts = 1 AND basis <> 0
    CROSS JOIN pulled_source AS own ON own.source_id = usage.source_id
    WHERE done.source_id = ? AND own.importer = done.importer AND own.scope = done.scope AND ${ROW_IS_GONE}`,
  /** Keys of rows that may count again once an import's spans are forgotten. */
  freed: `SELECT message_key, request_key, message_hash, request_hash FROM import_source AS undone
    CROSS JOIN pulled_source AS later ON later.source_id = undone.id
    CROSS JOIN pulled_source AS own ON own.importer = later.importer AND own.scope = later.scope AND own.source_id < later.source_id
    CROSS JOIN import_source AS place ON place.id = own.source_id
    CROSS JOIN usage ON usage.id BETWEEN place.first_usage_id AND place.last_usage_id AND usage.source_id = place.id
    WHERE undone.import_id = ? AND usage.at_ms >= later.from_ms AND usage.at_ms < later.to_ms
    AND counts = 0 AND basis <> 0 AND parent_id IS NULL`,
} as const

const REQUESTS = basisCode('requests')

/** Whether a row of usage, the latest of its key, is gone. Asks nothing of the database of a request. */
export function goneRows(db: Connection): (row: { id: number; basis: number }) => boolean {
  const find = db.prepare<[number], unknown>(PULLED_SQL.one)
  return ({ id, basis }) => basis !== REQUESTS && find.get(id) !== undefined
}

/** Notes what a source has read, and tells the keys of rows that count and are gone now. */
export function notePulled(db: Connection): (source: { id: number; importer: string }, pulled: Pulled) => string[] {
  const note = db.prepare<SqlValue[]>('INSERT INTO pulled_source (source_id, importer, scope, from_ms, to_ms, models) VALUES (?, ?, ?, ?, ?, ?)')
  const counting = db.prepare<[number], { key: string }>(PULLED_SQL.counting)
  return ({ id, importer }, { scope, whole }) => {
    const models = whole?.models ?? null
    note.run(id, importer, scope, whole?.fromMs ?? null, whole?.toMs ?? null, models === null ? null : JSON.stringify(models))
    return whole === null ? [] : counting.all(id).map(({ key }) => key)
  }
}
