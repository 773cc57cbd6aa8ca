// The part of RESULTS.md about starts: window and web page, with the sample and on a ledger of many requests, beside the floor.
import { join } from 'node:path'
import { makeRequestLedger } from './request-ledger.ts'
import { FIRST_CHART, type Stages } from './start-stages.ts'
import { median } from './median.ts'

/** The size the bar names. */
const REQUESTS = 1_000_000
/** After the first, which fills the caches. */
const STARTS = 5

type Run = (script: string, args: readonly string[]) => Stages[]

export function startsSection(folder: string, run: Run): string[] {
  const ledger = join(folder, 'requests.ledger')
  makeRequestLedger(ledger, REQUESTS)
  const large = `${REQUESTS.toLocaleString('en')} requests`
  const of = (name: string, args: string[]) => startLine(name, args, run)
  return [
    '', '## Start to first chart', '',
    'Each step in milliseconds since the start of the process: of the first start, which fills caches, and the median of',
    `${STARTS} more. The web page opens in a Chromium that runs already. Nothing can be shown before an empty window of the same`,
    'Electron has painted. The bar counts from the window on; the steps count from the process, which the user waits for too.', '',
    of('empty window', ['empty']), of('window, sample', ['electron']), of(`window, ${large}`, ['electron', '--ledger', ledger]),
    of('web page, sample', ['web']), of(`web page, ${large}`, ['web', '--ledger', ledger]),
  ]
}

function startLine(name: string, args: readonly string[], run: Run): string {
  try {
    const [first = {}, ...others] = run('start-run.ts', [...args, '--starts', String(STARTS + 1)])
    const steps = Object.keys(first).map((step) => `${step} ${first[step] ?? '?'} / ${median(others.map((one) => one[step] ?? Number.NaN))}`)
    return `- ${name}: ${[...steps, ...sinceWindow(first, others)].join(', ')}`
  } catch {
    return `- ${name}: not measured: it needs a build, a display and the browser or Electron`
  }
}

/** How the bar counts; nothing for a page without a window of its own. */
function sinceWindow(first: Stages, others: readonly Stages[]): string[] {
  const took = (one: Stages) => (one[FIRST_CHART] ?? Number.NaN) - (one['window made'] ?? Number.NaN)
  return Number.isNaN(took(first)) ? [] : [`from the window made to the first chart painted ${took(first)} / ${median(others.map(took))}`]
}
