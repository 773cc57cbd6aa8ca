// The part of RESULTS.md about starts: window and web page, with the sample and on a ledger of many requests, beside the floor.
import { join } from 'node:path'
import { makeRequestLedger } from './request-ledger.ts'
import type { Stages } from './start-stages.ts'

/** The size the bar names. */
const REQUESTS = 1_000_000
/** After the first, which makes the sample and fills the caches. */
const STARTS = 5

type Run = (script: string, args: readonly string[]) => Stages[]

export function startsSection(folder: string, run: Run): string[] {
  const ledger = join(folder, 'requests.ledger')
  makeRequestLedger(ledger, REQUESTS)
  const large = `${REQUESTS.toLocaleString('en')} requests`
  const of = (name: string, args: string[]) => startLine(name, args, run)
  return [
    '', '## Start to first chart', '',
    'Each step in milliseconds since the start: of the first start, which makes the sample or fills caches, and the median of',
    `${STARTS} more. The web page opens in a Chromium that runs already. Nothing can be shown before an empty window of the same`,
    'Electron has painted.', '',
    of('empty window', ['empty']), of('window, sample', ['electron']), of(`window, ${large}`, ['electron', '--ledger', ledger]),
    of('web page, sample', ['web']), of(`web page, ${large}`, ['web', '--ledger', ledger]),
  ]
}

function startLine(name: string, args: readonly string[], run: Run): string {
  try {
    const [first = {}, ...others] = run('start-run.ts', [...args, '--starts', String(STARTS + 1)])
    const steps = Object.keys(first).map((step) => `${step} ${first[step] ?? '?'} / ${median(others.map((one) => one[step] ?? Number.NaN))}`)
    return `- ${name}: ${steps.join(', ')}`
  } catch {
    return `- ${name}: not measured: it needs a build, a display and the browser or Electron`
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}
