// `import`: reads files and folders into the ledger, one import a path, and says what became of every entry.
import type { ImportRequest } from '../../api/backend/backend.ts'
import { sourcesFromPaths } from '../../api/backend/files.ts'
import type { Client } from '../../api/client.ts'
import type { Output } from '../../api/contract/contract.ts'
import { resolveModel } from '../../core/model-id.ts'
import { isMadeUpModel } from '../../core/nameless-model.ts'
import { overlapText } from '../../core/overlap-words.ts'
import { crowdedTagsText } from '../../core/tag-keys.ts'
import { JSON_OPTION, readDay, readPlatform } from '../arguments.ts'
import type { Arguments, Command, Session } from '../command.ts'
import { countOf, integer } from '../format.ts'
import { tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Source = Output<'imports.report'>['sources'][number]
interface Rejection { line: number; reason: string }
export interface SourceReport { source: Source; rejections: Rejection[] }

/** What shells give a command that was ended with Ctrl+C. */
export const INTERRUPTED = 130

export const importCommand: Command = {
  name: 'import',
  usage: 'PATH... [--platform P] [--route R] [--model M] [--date D] [--db FILE] [--json]',
  summary: 'read logs into the ledger',
  options: { ...JSON_OPTION, platform: { type: 'string' }, route: { type: 'string' }, model: { type: 'string' }, date: { type: 'string' } },
  async run(args, session) {
    if (args.positionals.length === 0) throw new UsageError('import needs at least one file or folder.')
    const said = readAnswers(args)
    const reports: SourceReport[] = []
    for (const request of await sourcesFromPaths(args.positionals)) {
      const { id, cancelled } = await readOne(session, { ...request, ...said })
      reports.push(...await sourceReports(session.client, id))
      for (const text of await remarks(session.client, id)) session.note(text)
      session.note(`Import ${id}: ${request.label}, ${countOf(request.sourcesTotal, 'source')}${cancelled ? ', cancelled' : ''}.`)
      if (cancelled) return INTERRUPTED
    }
    return printReports(session, reports, args.flag('json'))
  },
}

type Answers = Pick<ImportRequest, 'platform' | 'route' | 'model' | 'day' | 'again'>

/** What is said of the files holds although they were read before: they are read again with it. */
function readAnswers(args: Arguments): Answers {
  const [platform, route, model, day] = [readPlatform(args), args.text('route'), args.text('model'), readDay(args, 'date')]
  if (model !== null && !resolveModel(model).known) throw new UsageError(`--model ${model} is not a model that has a price; \`prices\` lists them.`)
  const said = {
    ...(platform === null ? {} : { platform }), ...(route === null ? {} : { route }),
    ...(model === null ? {} : { model }), ...(day === null ? {} : { day }),
  }
  return Object.keys(said).length === 0 ? {} : { ...said, again: true }
}

/** What the files leave open, and which other imports cover the same days. */
async function remarks(client: Client, id: number): Promise<string[]> {
  const { unpriced, overlaps, assumedDates, crowdedTags } = await client.call('imports.report', { id })
  const nameless = unpriced.filter(({ model }) => isMadeUpModel(model))
  const crowded = crowdedTagsText(crowdedTags)
  return [
    ...(crowded === null ? [] : [crowded]),
    ...(nameless.length === 0 ? [] : [`${countOf(nameless.reduce((sum, { tokens }) => sum + tokens, 0), 'token')} name no model and have no price: import again with --model M --route R.`]),
    ...(assumedDates === 0 ? [] : [`${countOf(assumedDates, 'request has', 'requests have')} no time and took the file's: import again with --date D.`]),
    ...overlaps.map((overlap) => overlapText(overlap, (importer) => importer)).map(({ cause, detail }) => `${cause} ${detail}`),
  ]
}

/** Tells what became of every source; returns the exit status. */
export function printReports({ print, note }: Session, reports: readonly SourceReport[], asJson: boolean): 0 | 1 {
  print(asJson ? `${JSON.stringify(reports.map(reportJson), null, 2)}\n` : reportTable(reports))
  for (const text of reports.flatMap(({ source }) => complaints(source))) note(text)
  return reports.some(({ source }) => source.problem !== null || source.tally.rejected > 0) ? 1 : 0
}

/** Ctrl+C cancels: what was read whole stays, what was being read is taken back. */
export async function readOne({ backend, note }: Session, request: ImportRequest): Promise<{ id: number; cancelled: boolean }> {
  const { jobId, done } = backend.startImport(request)
  let cancelled = false
  const cancel = () => {
    cancelled = true
    void backend.call('jobs.cancel', { id: jobId })
  }
  process.once('SIGINT', cancel)
  note(`Reading ${request.label}. Ctrl+C cancels.`)
  try {
    return { id: await done, cancelled }
  } finally {
    process.off('SIGINT', cancel)
  }
}

const PAGE = 10_000

export async function sourceReports(client: Client, id: number): Promise<SourceReport[]> {
  const { sources } = await client.call('imports.report', { id })
  const bySource = new Map<string, Rejection[]>(sources.map(({ name }) => [name, []]))
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = await client.call('imports.rejections', { id, offset, limit: PAGE })
    for (const { source, position, reason } of rows) bySource.get(source)?.push({ line: position, reason })
    if (offset + PAGE >= total) break
  }
  return sources.map((source) => ({ source, rejections: bySource.get(source.name) ?? [] }))
}

function reportJson({ source: { name, importer, tally }, rejections }: SourceReport) {
  const { entries, accepted, duplicates, ignored, rejected } = tally
  return { source: name, importer, entries, accepted, duplicates, ignored, rejected, rejections }
}

function reportTable(reports: readonly SourceReport[]): string {
  const titles = ['source', 'format', 'entries', 'accepted', 'duplicates', 'ignored', 'rejected']
  const columns: Column[] = titles.map((title, at) => ({ title, numeric: at > 1 }))
  return tableText(columns, reports.map(({ source: { name, importer, tally } }) => [
    name, importer, integer(tally.entries), integer(tally.accepted), integer(tally.duplicates), integer(tally.ignored),
    integer(tally.rejected),
  ]))
}

function complaints({ name, problem, tally, incompleteLastEntry }: Source): string[] {
  return [
    ...(problem === null ? [] : [`${name}: ${[problem.message, problem.remedy].filter(Boolean).join(' ')}`]),
    ...(tally.rejected === 0 ? [] : [`${name}: ${countOf(tally.rejected, 'entry', 'entries')} rejected.`]),
    ...(incompleteLastEntry ? [`${name}: the last entry is incomplete and was left out.`] : []),
  ]
}
