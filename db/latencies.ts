// Writes and reads latency as a provider reports it. Owns which of several reports of one day counts.
import { LATENCY_MEASURES, type LatencyReport } from '../src/core/latency-report.ts'
import { PLATFORMS } from '../src/core/usage.ts'
import type { LatencyRepo } from './ledger.ts'
import type { Connection, SqlValue } from './sqlite.ts'
import { isGone } from './pulled-spans.ts'
import { dayNumberOf } from './zone-days.ts'

const DAY_MS = 86_400_000

/** Keeps the reports that the source `sourceId` brought. */
export function addLatencies(db: Connection): (sourceId: number, reports: readonly LatencyReport[]) => void {
  const add = db.prepare<SqlValue[]>(`INSERT OR REPLACE INTO latency_report
    (importer, scope, region, raw_model, measure, utc_day, source_id, platform, route, model, count, average_ms, p50_ms, p95_ms, p99_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  return (sourceId, reports) => {
    for (const r of reports) {
      add.run(
        r.importer, r.scope, r.region, r.rawModel, r.measure, dayNumberOf(r.utcDay), sourceId, r.platform, r.route, r.model, r.count,
        r.averageMs, r.p50Ms, r.p95Ms, r.p99Ms,
      )
    }
  }
}

type Row = Omit<LatencyReport, 'utcDay' | 'platform' | 'measure'> & { day: number; platform: string; measure: string }

export class Latencies implements LatencyRepo {
  readonly #reported

  constructor(db: Connection) {
    this.#reported = db.prepare<[number, number], Row>(`SELECT importer, scope, region, rawModel, measure, day, platform, route, model,
      count, averageMs, p50Ms, p95Ms, p99Ms
      FROM (SELECT importer, scope, region, raw_model AS rawModel, measure, utc_day AS day,
        platform, route, model, count, average_ms AS averageMs, p50_ms AS p50Ms, p95_ms AS p95Ms, p99_ms AS p99Ms, max(source_id) AS latest
        FROM latency_report WHERE utc_day BETWEEN ? AND ? GROUP BY importer, scope, region, raw_model, measure, utc_day) AS held
      WHERE NOT EXISTS (SELECT 1 FROM pulled_source AS own WHERE own.source_id = latest
        AND ${isGone({ atMs: `held.day * ${DAY_MS}`, model: 'held.rawModel' })})`)
  }

  reported({ from, to }: { from: string | null; to: string | null }): LatencyReport[] {
    const [first, last] = [from === null ? 0 : dayNumberOf(from), to === null ? Number.MAX_SAFE_INTEGER : dayNumberOf(to)]
    return this.#reported.all(first, last).flatMap(({ day, platform: name, measure: word, ...row }) => {
      const platform = PLATFORMS.find((known) => known === name)
      const measure = LATENCY_MEASURES.find((known) => known === word)
      if (platform === undefined || measure === undefined) return []
      return { ...row, platform, measure, utcDay: new Date(day * DAY_MS).toISOString().slice(0, 10) }
    })
  }
}
