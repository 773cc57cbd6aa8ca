// What an import did, as the report shows it: the equation and the list of things to do. Pure; draws nothing.
import { isMadeUpModel } from '../../../src/core/nameless-model.ts'
import { crowdedTagsText } from '../../../src/core/tag-keys.ts'
import { placementLabel } from '../../../src/core/placement.ts'
export { formatName, formatNames } from '../../state/format-names.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import type { Tally } from '../../../src/api/contract/shapes.ts'

export type ImportReport = Output<'imports.report'>
export type ImportSource = ImportReport['sources'][number]

export interface EquationTerm {
  label: string
  count: number
  /** What stands before the term. */
  sign: '' | '=' | '+'
}

/** Lines read = accepted + duplicates + ignored + rejected. */
export function equation(tally: Tally): { terms: EquationTerm[]; holds: boolean } {
  return {
    terms: [
      { label: 'Lines read', count: tally.entries, sign: '' },
      { label: 'Accepted', count: tally.accepted, sign: '=' },
      { label: 'Duplicates', count: tally.duplicates, sign: '+' },
      { label: 'Ignored', count: tally.ignored, sign: '+' },
      { label: 'Rejected', count: tally.rejected, sign: '+' },
    ],
    holds: tally.entries === tally.accepted + tally.duplicates + tally.ignored + tally.rejected,
  }
}

/** One thing to do after an import, with the button that does it. */
export interface Todo {
  id: string
  /** The bold cause. */
  cause: string
  detail: string
  remedy:
    | { kind: 'map-profile'; rawModel: string }
    | { kind: 'add-price'; model: string; platform: ImportReport['unpriced'][number]['platform']; route: string }
    | { kind: 'make-rule' }
    /** Say what the files leave open, and read them again. */
    | { kind: 'describe'; label: string; importers: readonly string[] }
    | { kind: 'save-rejected' }
    | { kind: 'none' }
}

const number = new Intl.NumberFormat('en-US')

/** `1 request is`, `46,112 requests are`. */
export function countOf(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`
}

/** An ARN by its resource; what is no ARN, unchanged. */
export function shortId(rawModel: string): string {
  return rawModel.startsWith('arn:') ? rawModel.slice(rawModel.lastIndexOf(':') + 1) : rawModel
}

/** Formats that leave model or day open. */
const WITHOUT_MODEL = ['bedrock-batch-output', 'cloudwatch-metrics']
const DESCRIBE_MODEL = { kind: 'describe', label: 'Say the model', importers: WITHOUT_MODEL } as const

function unpricedTodos(report: ImportReport): Todo[] {
  return report.unpriced.map((group) => {
    const cause = `${countOf(group.requests, 'request is', 'requests are')} unpriced.`
    const id = `unpriced ${group.platform} ${group.route} ${group.model}`
    if (isMadeUpModel(group.model)) return { id, cause, detail: 'The file names no model.', remedy: DESCRIBE_MODEL }
    return group.isProfile
      ? {
          id,
          cause,
          detail: `Profile ${shortId(group.model)} names no model.`,
          remedy: { kind: 'map-profile', rawModel: group.model },
        }
      : {
          id,
          cause,
          detail: `No price for ${group.model} on ${placementLabel(group)}.`,
          remedy: { kind: 'add-price', model: group.model, platform: group.platform, route: group.route },
        }
  })
}

function sourceTodos(sources: readonly ImportSource[]): Todo[] {
  const failed = sources.filter((source) => source.problem !== null)
  const cutOff = sources.filter((source) => source.incompleteLastEntry)
  const todos: Todo[] = []
  if (failed.length > 0) {
    todos.push({
      id: 'sources',
      cause: `${countOf(failed.length, 'file was', 'files were')} not read to the end.`,
      detail: 'The list of files below says why.',
      remedy: { kind: 'none' },
    })
  }
  if (cutOff.length > 0) {
    todos.push({
      id: 'cut-off',
      cause: `${countOf(cutOff.length, 'file ends', 'files end')} in the middle of an entry.`,
      detail: 'Import again when complete; nothing is counted twice.',
      remedy: { kind: 'none' },
    })
  }
  return todos
}

/** Everything the totals lack or rest on, most useful first. Empty when nothing is left to do. */
export function todosOf(report: ImportReport): Todo[] {
  const todos = [...unpricedTodos(report)]
  if (report.assumedDates > 0) {
    todos.push({
      id: 'undated',
      cause: `${countOf(report.assumedDates, 'request has', 'requests have')} no time.`,
      detail: "The file's own date stands in.",
      remedy: { kind: 'describe', label: 'Say the day', importers: [] },
    })
  }
  const crowded = crowdedTagsText(report.crowdedTags)
  if (crowded !== null) todos.push({ id: 'crowded', cause: 'Too many origins.', detail: crowded, remedy: { kind: 'none' } })
  if (report.unattributedRequests > 0) {
    todos.push({
      id: 'unattributed',
      cause: `${countOf(report.unattributedRequests, 'request has', 'requests have')} no surface.`,
      detail: 'A rule can give them one.',
      remedy: { kind: 'make-rule' },
    })
  }
  if (report.summary.tally.rejected > 0) {
    todos.push({
      id: 'rejected',
      cause: `${countOf(report.summary.tally.rejected, 'line was', 'lines were')} rejected.`,
      detail: 'They hold no usable token counts and are in no total.',
      remedy: { kind: 'save-rejected' },
    })
  }
  return [...todos, ...sourceTodos(report.sources)]
}

const WITHIN = 'other files of this import'

/** What the list says of an import that covers the same days as others. */
export interface OverlapMark {
  /** Labels of the others; `WITHIN` where the import's own files overlap. */
  others: string[]
  /** Usage may count twice. */
  isDouble: boolean
}

/** By import. Further rows of one kind of report are no overlap worth a mark. */
export function overlapMarks(overlaps: ImportReport['overlaps']): Map<number, OverlapMark> {
  const marks = new Map<number, OverlapMark>()
  for (const { relation, own, other } of overlaps) {
    if (relation === 'same-kind') continue
    const isDouble = relation === 'groupings' || relation === 'requests'
    const ends = own.importId === other.importId ? [[own.importId, WITHIN] as const] : [[own.importId, other.label] as const, [other.importId, own.label] as const]
    for (const [id, label] of ends) {
      const mark = marks.get(id) ?? { others: [], isDouble: false }
      marks.set(id, { others: mark.others.includes(label) ? mark.others : [...mark.others, label], isDouble: mark.isDouble || isDouble })
    }
  }
  return marks
}

/** Problems first, then the rest in the order they were read. */
export function sourcesByTrouble(sources: readonly ImportSource[]): ImportSource[] {
  const trouble = (source: ImportSource) =>
    source.problem !== null ? 0 : source.tally.rejected > 0 || source.incompleteLastEntry ? 1 : 2
  return sources.toSorted((a, b) => trouble(a) - trouble(b))
}

/** Bytes left over bytes a second so far; null until there is enough to say. Milliseconds. */
export function timeLeftMs(progress: {
  bytesRead: number
  bytesTotal: number | null
  elapsedMs: number
}): number | null {
  const { bytesRead, bytesTotal, elapsedMs } = progress
  if (bytesTotal === null || bytesRead <= 0 || elapsedMs < 500) return null
  return Math.max(0, ((bytesTotal - bytesRead) * elapsedMs) / bytesRead)
}
