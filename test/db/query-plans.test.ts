// The hot queries keep to their indexes. A plan that changes is looked at before it is accepted here.
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { BILL_SQL } from '../../db/bill-queries.ts'
import { CELL_SQL } from '../../db/cells.ts'
import { IDENTITY_SQL } from '../../db/identity.ts'
import { IMPORT_SQL } from '../../db/import-days.ts'
import { LATENCY_SQL } from '../../db/latency-columns.ts'
import { migrate } from '../../db/migrate.ts'
import { PULLED_SQL } from '../../db/pulled-spans.ts'
import { REMOVAL_SQL } from '../../db/removal.ts'
import { REQUEST_SQL } from '../../db/requests.ts'
import { SLOT_SQL } from '../../db/slot-columns.ts'

const db = new Database(':memory:')
migrate(db, ':memory:')
db.exec('CREATE TEMP TABLE gone_key (message_key TEXT, request_key TEXT, message_hash INTEGER, request_hash INTEGER)')

function plan(sql: string): string[] {
  const literal = sql.replaceAll(/@\w+|\?/g, "'1'")
  return db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${literal}`).all().map((row) => row.detail)
}

describe('query plans', () => {
  it.each([
    ['days', CELL_SQL.days, 'SEARCH rollup_day USING PRIMARY KEY (day>? AND day<?)'],
    ['utcDays', CELL_SQL.utcDays, 'SEARCH rollup_day USING PRIMARY KEY (day>? AND day<?)'],
    ['span', CELL_SQL.span, 'SEARCH rollup_slot USING PRIMARY KEY (slot>? AND slot<?)'],
    ['slots', CELL_SQL.slots, 'SEARCH rollup_slot USING PRIMARY KEY (slot>? AND slot<?)'],
    ['slots of requests', REQUEST_SQL.slots, 'SEARCH rollup_slot USING PRIMARY KEY (slot>? AND slot<?)'],
    ['page of requests', REQUEST_SQL.page, 'SEARCH usage USING INDEX usage_time (at_ms>? AND at_ms<?)'],
    ['page of lines of bills', BILL_SQL.lines, 'SEARCH bill USING INDEX bill_time (at_ms>? AND at_ms<?)'],
    ['slots of a UTC day', SLOT_SQL.rows, 'SEARCH rollup_slot USING PRIMARY KEY (slot>? AND slot<?)'],
    ['next day of an import', IMPORT_SQL.next, 'SEARCH rollup_import USING PRIMARY KEY (import_id=? AND utc_day>?)'],
    ['day of an import', IMPORT_SQL.rows, 'SEARCH rollup_import USING PRIMARY KEY (import_id=? AND utc_day=?)'],
    ['first time of an import', IMPORT_SQL.firstAt, 'SEARCH usage USING INDEX usage_time (at_ms>? AND at_ms<?)'],
    ['last time of an import', IMPORT_SQL.lastAt, 'SEARCH usage USING INDEX usage_time (at_ms>? AND at_ms<?)'],
    ['latencies', LATENCY_SQL.rows, 'SEARCH usage USING COVERING INDEX usage_latency (at_ms>? AND at_ms<?)'],
    ['first latency', LATENCY_SQL.first, 'SEARCH usage USING COVERING INDEX usage_latency'],
    ...[
      ['known keys', IDENTITY_SQL.known], ['both keys', IDENTITY_SQL.both], ['message only', IDENTITY_SQL.messageOnly], ['request only', IDENTITY_SQL.requestOnly],
      ['smallest request', IDENTITY_SQL.smallestRequest], ['smallest message', IDENTITY_SQL.smallestMessage],
      ['keys that others share', REMOVAL_SQL.noteKeys], ['keys that are left', REMOVAL_SQL.shared],
    ].flatMap(([name = '', sql = '']) => ['usage_key', 'usage_key_new'].map((table) => [`${name} in ${table}`, sql, `SEARCH ${table} USING PRIMARY KEY (hash=?)`])),
    ['rows of a key', IDENTITY_SQL.both, 'SEARCH usage USING INTEGER PRIMARY KEY (rowid=?)'],
    ['extra passes', IDENTITY_SQL.extra, 'SEARCH usage USING INDEX usage_parent (parent_id=?)'],
    ['rows in a span that was pulled', PULLED_SQL.counting, 'SEARCH usage USING INDEX usage_reported (at_ms>? AND at_ms<?)'],
    ['pulls behind a row', PULLED_SQL.one, 'SEARCH later EXISTS USING INDEX pulled_source_scope (importer=? AND scope=? AND rowid>?)'],
    ['rows that an undo frees', PULLED_SQL.freed, 'SEARCH usage USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
    ['removal', REMOVAL_SQL.remove, 'SEARCH usage USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  ])('%s', (_, sql = '', expected) => {
    expect(plan(sql)).toContain(expected)
  })

  it('pages of requests and of lines of bills are not sorted', () => {
    for (const sql of [REQUEST_SQL.page, BILL_SQL.lines]) expect(plan(sql).join('\n')).not.toContain('TEMP B-TREE FOR ORDER BY')
  })
})
