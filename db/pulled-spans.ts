// Which rows of earlier pulls are gone: a later pull of the same scope has read their time whole and did not bring them.
// Nothing is written beside a row: that it is gone follows from the spans, so that an undo of either pull is exact.
//
// Asked only of the latest row of its key. Had the later pull brought that key, its row would be the latest one.
import type { Pulled } from '../src/core/pulled.ts'
import { basisCode } from './codes.ts'
import type { Connection, SqlValue } from './sqlite.ts'

/** Of a row at `atMs` of a model of that name, brought by the source `own`. */
export const isGone = ({ atMs, model }: { atMs: string; model: string }): string => `EXISTS (SELECT 1 FROM import_source AS later
  WHERE later.importer = own.importer AND later.pull_scope = own.pull_scope AND later.id > own.id
  AND later.whole_from_ms <= ${atMs} AND later.whole_to_ms > ${atMs}
  AND (later.whole_models IS NULL OR ${model} IN (SELECT value FROM json_each(later.whole_models))))`

const ROW_IS_GONE = isGone({ atMs: 'usage.at_ms', model: '(SELECT text FROM raw_model WHERE raw_model.id = raw_model_id)' })

export const PULLED_SQL = {
  one: `SELECT 1 FROM usage JOIN import_source AS own ON own.id = source_id WHERE usage.id = ? AND ${ROW_IS_GONE}`,
  /** Rows that still count in the span of a source and its like. */
  counting: `SELECT message_key AS key FROM import_source AS done CROSS JOIN usage INDEXED BY usage_reported
    ON usage.at_ms >= done.whole_from_ms AND usage.at_ms < done.whole_to_ms AND counts = 1 AND basis <> 0
    CROSS JOIN import_source AS own ON own.id = usage.source_id
    WHERE done.id = ? AND own.importer = done.importer AND own.pull_scope = done.pull_scope AND ${ROW_IS_GONE}`,
  /** Keys of rows that may count again once an import's spans are forgotten. */
  freed: `SELECT message_key, request_key, message_hash, request_hash FROM import_source AS later
    CROSS JOIN import_source AS own ON own.importer = later.importer AND own.pull_scope = later.pull_scope AND own.id < later.id
    CROSS JOIN usage ON usage.id BETWEEN own.first_usage_id AND own.last_usage_id AND source_id = own.id
    WHERE later.import_id = ? AND usage.at_ms >= later.whole_from_ms AND usage.at_ms < later.whole_to_ms
    AND counts = 0 AND basis <> 0 AND parent_id IS NULL`,
} as const

const REQUESTS = basisCode('requests')

/** Whether a row of usage, the latest of its key, is gone. Asks nothing of the database of a request. */
export function goneRows(db: Connection): (row: { id: number; basis: number }) => boolean {
  const find = db.prepare<[number], unknown>(PULLED_SQL.one)
  return ({ id, basis }) => basis !== REQUESTS && find.get(id) !== undefined
}

/** Notes what a source has read, and tells the keys of rows that count and are gone now. */
export function notePulled(db: Connection): (sourceId: number, pulled: Pulled) => string[] {
  const note = db.prepare<SqlValue[]>('UPDATE import_source SET pull_scope = ?, whole_from_ms = ?, whole_to_ms = ?, whole_models = ? WHERE id = ?')
  const counting = db.prepare<[number], { key: string }>(PULLED_SQL.counting)
  return (sourceId, { scope, whole }) => {
    const models = whole?.models ?? null
    note.run(scope, whole?.fromMs ?? null, whole?.toMs ?? null, models === null ? null : JSON.stringify(models), sourceId)
    return whole === null ? [] : counting.all(sourceId).map(({ key }) => key)
  }
}
