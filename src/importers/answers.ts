// What the user said of a source that its entries leave open: the model where none is named, the day where there is no
// time. Fills gaps only; what an entry states is never overridden here.
import { resolveModel } from '../core/model-id.ts'
import { isMadeUpModel } from '../core/nameless-model.ts'
import type { Pass, UsageRecord } from '../core/usage.ts'
import type { EntrySink, ReadOptions } from './importer.ts'

type Answers = Pick<ReadOptions, 'model' | 'day' | 'route'>

/** The sink itself where nothing was answered. */
export function withAnswers(sink: EntrySink, answers: Answers): EntrySink {
  if (answers.model == null && answers.day == null) return sink
  return {
    accept: (record, position) => sink.accept(answered(record, answers), position),
    ignore: (reason, position) => sink.ignore(reason, position),
    reject: (reason, position) => sink.reject(reason, position),
    repeat: (position) => sink.repeat(position),
    extraEntries: (count) => sink.extraEntries(count),
  }
}

export function answered(record: UsageRecord, answers: Answers): UsageRecord {
  return withDay(withModel(record, answers), answers.day ?? null)
}

/** A day is a UTC day, as of a source that comes by UTC days. */
function withDay(record: UsageRecord, day: string | null): UsageRecord {
  if (day === null || record.occurredAtMs !== null) return record
  return { ...record, occurredAtMs: Date.parse(`${day}T00:00:00Z`), grain: 'utc-day' }
}

/** The raw id stays: it tells such sources apart, and a report's rows are known again by it. */
function withModel(record: UsageRecord, { model, route }: Answers): UsageRecord {
  if (model == null || !record.passes.some((pass) => isMadeUpModel(pass.model))) return record
  const resolved = resolveModel(model)
  const passes = record.passes.map((pass): Pass => (isMadeUpModel(pass.model)
    ? { ...pass, model: resolved.model, speed: resolved.fast ? 'fast' : pass.speed } : pass))
  const told = route ?? (record.route === 'unknown' ? resolved.bedrockRoute : null)
  if (told === null) return { ...record, passes }
  return { ...record, passes, route: told, assumptions: record.assumptions.filter((assumption) => assumption !== 'route') }
}
