// `npm run bench`: makes logs and ledgers, times imports and views, beside peers where they can be had, and writes
// RESULTS.md. Ratios are the result; seconds depend on the machine. Owns no measurement of its own.
// Options: --mib N (logs of each kind, default 64; 1024 is the full shape: 2,500 transcripts, 1,000 objects, 2 million small
// lines), --requests N (largest ledger, default 1,000,000; 50000000 measures all three), --no-peers.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, homedir, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import engineOptions from '../../src/shell/engine-options.json' with { type: 'json' }
import { fillLedger } from './fill-ledger.ts'
import { makeInvocations } from './make-invocations.ts'
import { makeTranscripts } from './make-transcripts.ts'
import { median } from './median.ts'
import { installPeers, type Peers } from './peers.ts'
import { startsSection } from './starts-section.ts'

const { values: options } = parseArgs({
  options: { mib: { type: 'string', default: '64' }, requests: { type: 'string', default: '1000000' }, 'no-peers': { type: 'boolean', default: false } },
})
const mib = Number(options.mib)
const requests = Number(options.requests)
const LINE_BYTES = 4096
const SMALL_LINE_BYTES = 700
/** Measured too where `--requests` is larger. */
const SIZES = [1_000_000, 10_000_000]
/** Of more, only the rollups are made: writing the requests would take hours, and few questions read them. */
const MOST_REAL = 10_000_000

interface Imported { wallMs: number; userMs: number; sources: number; bytes: number; peakMiB: number; longestWaitMs: number }
interface Answered { name: string; firstMs: number; medianMs: number }
interface OfSize { answers: Answered[]; afterPause: Answered[] }

const folder = mkdtempSync(join(tmpdir(), 'token-ledger-bench-'))
const cache = join(homedir(), '.cache', 'token-ledger-bench')
const peers = options['no-peers'] ? 'The peers were left out by option.' : installPeers(cache)
const imports: { run: string; readingThread: string } = child('build-import-run.ts', [])
try {
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), [...heading(), ...importRows(), ...views(), ...sliderStep(), ...startsSection(folder, child), ...windowDuringImport(), ''].join('\n'))
} finally {
  rmSync(folder, { recursive: true })
}

function heading(): string[] {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
  return [
    '# Benchmark results', '',
    `${new Date().toISOString().slice(0, 10)}, ${machine}, ${process.platform}. Written by \`npm run bench -- --mib ${mib} --requests ${requests}\`.`,
    'Ratios of one run are what counts: below 1 means faster than the peer. A peer prints a table or fills a table; we keep',
    'every request with its identity, indexes and rollups. Wall time of a peer has the start of its process in it, ours has not.', '',
  ]
}

function importRows(): string[] {
  const lines = Math.floor((mib * 2 ** 20) / LINE_BYTES)
  const place = (name: string) => join(folder, name)
  makeTranscripts(place('transcripts'), mib)
  makeInvocations(place('plain'), { lines, lineBytes: LINE_BYTES, objects: 0 })
  makeInvocations(place('gzipped'), { lines, lineBytes: LINE_BYTES, objects: Math.max(1, Math.ceil(1000 * (mib / 1024))) })
  makeInvocations(place('small'), { lines: Math.floor(2e6 * (mib / 1024)), lineBytes: SMALL_LINE_BYTES, objects: 0 })
  settleDisk()
  const duckdb = (name: string, glob: string) => (known: Peers) => known.duckdb(join(place(name), glob), place(`${name}.duckdb`))
  return [
    '## Imports', '',
    'With the backend built, as the app has it. Beside a peer: three pairs that alternate, medians of each and of their ratios (small', 'lines: one pair).', '',
    '| work | files | MiB | wall | user CPU | peak memory | longest wait of a call | peer | peer wall | ratio of wall |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    importRow('transcripts, cold', 'transcripts', ['ccusage', (known) => known.ccusage(place('transcripts'))]),
    importRow('the same, nothing changed', 'transcripts', null),
    grownRow(place('transcripts')),
    importRow('invocation logs of 4 KiB lines, plain', 'plain', ['DuckDB', duckdb('plain', '*.json')]),
    importRow('invocation logs of 4 KiB lines, gzipped objects', 'gzipped', ['DuckDB', duckdb('gzipped', '*.gz')]),
    importRow('invocation logs of small lines, plain', 'small', ['DuckDB', duckdb('small', '*.json')], 1),
    '', ...(typeof peers === 'string' ? [peers, ''] : []),
  ]
}

/** The gigabytes just written must not be on their way to the disk while the first row writes its ledger. */
function settleDisk(): void {
  try {
    execFileSync('sync')
  } catch {
    // Windows has no such command.
  }
}

function importRow(work: string, name: string, peer: [name: string, run: (known: Peers) => number] | null, pairs = 3): string {
  const [ours, theirs]: [Imported[], number[]] = [[], []]
  const ledger = join(folder, `${name}.db`)
  const isCompared = peer !== null && typeof peers !== 'string'
  for (let pair = 0; pair < (isCompared ? pairs : 1); pair += 1) {
    if (isCompared) for (const file of [ledger, `${ledger}-wal`, `${ledger}-shm`]) rmSync(file, { force: true })
    ours.push(childOf(imports.run, [join(folder, name), ledger, imports.readingThread]))
    if (isCompared) theirs.push(peer[1](peers))
  }
  const of = (fact: keyof Imported) => median(ours.map((one) => one[fact]))
  const ratios = theirs.map((wallMs, pair) => (ours[pair]?.wallMs ?? NaN) / wallMs)
  const compared = isCompared ? [peer[0], seconds(median(theirs)), median(ratios).toFixed(2)] : ['', '', '']
  const cells = [
    work, of('sources'), (of('bytes') / 2 ** 20).toFixed(0), seconds(of('wallMs')), seconds(of('userMs')),
    `${Math.max(...ours.map(({ peakMiB }) => peakMiB)).toFixed(0)} MiB`, `${Math.max(...ours.map(({ longestWaitMs }) => longestWaitMs)).toFixed(0)} ms`, ...compared,
  ]
  return `| ${cells.join(' | ')} |`
}

/** One file in a hundred gains one line of its own. */
function grownRow(tree: string): string {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const [at, file] of files.entries()) {
    if (at % 100 === 0) appendFileSync(join(file.parentPath, file.name), `{"type":"user","sessionId":"grown-${at}","uuid":"grown-${at}","cwd":"/"}\n`)
  }
  return importRow('one file in a hundred grown', 'transcripts', null)
}

function views(): string[] {
  const sizes = [...new Set([...SIZES.filter((size) => size < requests), requests])]
  const columns = sizes.map((size): OfSize => {
    const path = join(folder, `views-${size}.db`)
    fillLedger(path, size, { rollupOnly: size > MOST_REAL })
    // First as an import leaves the ledger; by its end the days are packed.
    const answers: Answered[] = child('query-run.ts', [path])
    return { answers, afterPause: child('query-run.ts', [path, '--after-pause']) }
  })
  const names = columns[0]?.answers.map(({ name }) => name) ?? []
  return [
    '## Views', '',
    'A year of requests in 12 imports, 200 origins, 40 price classes, 1,000 pairs of them in use every day: 365,000 rows of the rollup by',
    `day. Beyond ${MOST_REAL.toLocaleString('en')} requests there are rollups only, and next to nothing for what reads requests. Median of seven, of two where`,
    'it takes a second, in the backend; the questions are those that views ask. In brackets the first time it is asked: after a start and a',
    'pause, in which a window that nobody uses has the days read, and right after the import.',
    'By surface: 50 surfaces. Bills: a line a day and model. Three in ten requests say how long they took.', '',
    `| question | ${sizes.map((size) => `${size.toLocaleString('en')} requests`).join(' | ')} |`,
    `| --- |${sizes.map(() => ' --- |').join('')}`,
    ...names.map((name, at) => `| ${name} | ${columns.map(({ answers, afterPause }) => milliseconds(answers[at], afterPause[at])).join(' | ')} |`),
  ]
}

function sliderStep(): string[] {
  const { rows, steps, firstMs, medianMs, slowestMs } = child('whatif-run.ts', [])
  return [
    '', '## What-if', '',
    `One slider step over ${rows.toLocaleString('en')} aggregated rows, the window's own function: median ${medianMs.toFixed(1)} ms, slowest of ${steps} ${slowestMs.toFixed(1)} ms;`,
    `the first, which prepares today's side, ${firstMs.toFixed(1)} ms. A frame has 16 ms.`,
  ]
}

interface Seen { importMs: number; longestGapMs: number; gapsOver100Ms: unknown[]; frames: number; calls: number; longestCallMs: number; callsOver250Ms: number }

/** The logs of the first rows again, dropped on the real window. */
function windowDuringImport(): string[] {
  const heading = [
    '', '## The window during an import', '',
    'Electron, from the drop until two seconds after the import has ended and its figures are drawn. A question every 50 ms.', '',
    '| dropped | read in | longest gap between two frames | over 100 ms | questions | longest answer | over 250 ms |', '| --- | --- | --- | --- | --- | --- | --- |',
  ]
  try {
    return [...heading, ...['transcripts', 'gzipped', 'small'].map(droppedRow)]
  } catch {
    return [...heading, '| Not measured: it needs a build, a display and Electron. | | | | | | |']
  }
}

function droppedRow(logs: string): string {
  const seen: Seen = child('window-run.ts', ['--logs', join(folder, logs)])
  const cells = [
    logs, seconds(seen.importMs), `${seen.longestGapMs.toFixed(0)} ms of ${seen.frames} frames`, seen.gapsOver100Ms.length, seen.calls,
    `${seen.longestCallMs.toFixed(0)} ms`, seen.callsOver250Ms,
  ]
  return `| ${cells.join(' | ')} |`
}

function milliseconds(answer: Answered | undefined, afterPause: Answered | undefined): string {
  return answer === undefined ? '' : `${answer.medianMs.toFixed(0)} ms (${afterPause?.firstMs.toFixed(0) ?? '?'}, ${answer.firstMs.toFixed(0)} ms)`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

/** Runs a script of this folder as a process of its own, so that memory and caches are its own too. */
function child(script: string, args: readonly string[]) {
  return childOf(join(import.meta.dirname, script), args)
}

function childOf(program: string, args: readonly string[]) {
  mkdirSync(folder, { recursive: true })
  return JSON.parse(execFileSync(process.execPath, [...engineOptions, program, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, NODE_COMPILE_CACHE: join(cache, 'compiled') } }))
}
