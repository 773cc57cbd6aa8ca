// `pull`: fills the ledger from CloudWatch or the Anthropic Admin API, as an import that can be undone.
// The Admin key comes from the environment or standard input, never from an option: those show in lists of processes.
import { createInterface } from 'node:readline/promises'
import { formatUsdExact } from '../../core/money.ts'
import type { AnthropicPart, AnthropicSource } from '../../pull/anthropic-admin.ts'
import type { CloudWatchPlan } from '../../pull/cloudwatch.ts'
import type { RecordSource } from '../../pull/record-source.ts'
import { JSON_OPTION, readDay } from '../arguments.ts'
import type { Arguments, Command, Session } from '../command.ts'
import { countOf } from '../format.ts'
import { UsageError } from '../usage-error.ts'
import { INTERRUPTED, printReports, readOne, sourceReports } from './import.ts'

export const pull: Command = {
  name: 'pull',
  usage: '(cloudwatch [--profile P] [--region R[,R]] [--yes] | anthropic [--what W[,W]] [--key-stdin]) [--from D] [--to D] [--endpoint URL] [--db FILE] [--json]',
  summary: 'fetch usage from CloudWatch or the Anthropic Admin API',
  options: {
    ...JSON_OPTION, profile: { type: 'string' }, region: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' },
    endpoint: { type: 'string' }, yes: { type: 'boolean' }, 'key-stdin': { type: 'boolean' },
    what: { type: 'string' },
  },
  async run(args, session) {
    const [what, ...others] = args.positionals
    if (others.length > 0) throw new UsageError('pull takes one source at a time: cloudwatch or anthropic.')
    if (what === 'cloudwatch') return pullCloudWatch(args, session)
    if (what === 'anthropic') return pullAnthropic(args, session)
    throw new UsageError('pull needs to know from where: cloudwatch or anthropic.')
  },
}

async function pullCloudWatch(args: Arguments, session: Session): Promise<number> {
  refuse(args, ['key-stdin', 'what'], 'cloudwatch')
  const ask = {
    ...readWindow(args), profile: args.text('profile'), regions: readRegions(args), nowMs: Date.now(),
    remembered: (key: string) => session.backend.remembered(key),
  }
  const { planCloudWatch } = await import('../../pull/cloudwatch.ts')
  const plan = await untilInterrupted((signal) => planCloudWatch(ask, signal))
  if (plan === null) return INTERRUPTED
  try {
    for (const line of planLines(plan)) session.note(line)
    if (!args.flag('yes') && !(await isAgreed())) return 1
    const regions = plan.regions.map(({ region }) => region).join(', ')
    return await bring(session, { label: `CloudWatch ${regions}`, records: plan.sources, asJson: args.flag('json') })
  } finally {
    plan.close()
  }
}

async function pullAnthropic(args: Arguments, session: Session): Promise<number> {
  refuse(args, ['profile', 'region', 'yes'], 'anthropic')
  // Only a pull needs what is behind it: every command starts sooner without.
  const { ANTHROPIC_PARTS, anthropicSources } = await import('../../pull/anthropic-admin.ts')
  const window = readWindow(args)
  const parts = readParts(args, ANTHROPIC_PARTS)
  const key = await readKey(args)
  const records = anthropicSources({ ...window, key, nowMs: Date.now(), remembered: (name) => session.backend.remembered(name) }, parts)
  for (const line of windowLines(records)) session.note(line)
  return bring(session, { label: `Anthropic ${parts.join(', ')}`, records, asJson: args.flag('json') })
}

function windowLines(sources: readonly AnthropicSource[]): string[] {
  const lines = sources.flatMap(({ name, window }) => (window === null ? [] : [`${name}: ${window.from} to ${window.to} (UTC days).`]))
  return lines.length === 0 ? lines : [...lines, 'Figures of today stay partial until a later pull replaces them.']
}

const USUAL_PARTS: readonly AnthropicPart[] = ['usage', 'cost', 'names']

function readParts(args: Arguments, known: readonly AnthropicPart[]): AnthropicPart[] {
  const asked = args.text('what')?.split(',').map((name) => name.trim()) ?? USUAL_PARTS
  const odd = asked.find((name) => known.every((part) => part !== name))
  if (odd !== undefined) throw new UsageError(`--what ${odd} is not one of ${known.join(', ')}.`)
  return known.filter((part) => asked.includes(part))
}

interface Bringing {
  label: string
  records: readonly RecordSource[]
  asJson: boolean
}

async function bring(session: Session, { label, records, asJson }: Bringing): Promise<number> {
  const request = { label, sources: [], sourcesTotal: records.length, bytesTotal: null, records }
  const { id, cancelled } = await readOne(session, request)
  const reports = await sourceReports(session.client, id)
  session.note(`Import ${id}: ${label}${cancelled ? ', cancelled' : ''}.`)
  return cancelled ? INTERRUPTED : printReports(session, reports, asJson)
}

function planLines({ regions, cost }: CloudWatchPlan): string[] {
  return [
    ...regions.map(({ region, window, models, metricsRequested }) => (
      `${region}: ${countOf(models.length, 'model')}, ${window.from} to ${window.to} (UTC days), ${countOf(metricsRequested, 'metric')} to request.`
    )),
    ...regions.flatMap(({ region, notes }) => notes.map((note) => `${region}: ${note}`)),
    `AWS charges about USD ${formatUsdExact(cost)} for these calls (USD 0.01 per 1,000 metrics; more where an answer must be asked for again).`,
  ]
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('Nothing was pulled. Add --yes to agree to the cost of the calls.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('Pull now? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}

/** Null where the user gave up waiting. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt)
  try {
    return await work(abort.signal)
  } catch (error) {
    if (abort.signal.aborted) return null
    throw error
  } finally {
    process.off('SIGINT', interrupt)
  }
}

function readWindow(args: Arguments): { from: string | null; to: string | null; endpoint: string | null } {
  const [from, to] = [readDay(args, 'from'), readDay(args, 'to')]
  if (from !== null && to !== null && from > to) throw new UsageError('--from lies after --to.')
  const endpoint = args.text('endpoint')
  if (endpoint !== null && !URL.canParse(endpoint)) throw new UsageError('--endpoint is not an address such as http://127.0.0.1:4566.')
  return { from, to, endpoint }
}

function readRegions(args: Arguments): string[] {
  const regions = (args.text('region') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '')
  const odd = regions.find((name) => !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(name))
  if (odd !== undefined) throw new UsageError(`--region ${odd} is not a Region such as us-east-1.`)
  return [...new Set(regions)]
}

function refuse(args: Arguments, names: readonly string[], source: string): void {
  const given = names.find((name) => args.flag(name) || args.text(name) !== null)
  if (given !== undefined) throw new UsageError(`pull ${source} has no option --${given}.`)
}

async function readKey(args: Arguments): Promise<string> {
  const key = args.flag('key-stdin') ? await readStdin() : process.env['ANTHROPIC_ADMIN_KEY'] ?? ''
  if (key.trim() !== '') return key.trim()
  throw new UsageError('An Admin key is needed: set ANTHROPIC_ADMIN_KEY, or pipe it in with --key-stdin.')
}

async function readStdin(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}
