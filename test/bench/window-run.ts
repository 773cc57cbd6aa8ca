// The real window during an import: the longest gap between two frames, and how long calls take meanwhile.
// node test/bench/window-run.ts [--mib N] [--logs FOLDER], after npm run build, on a display. Prints one line of JSON.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { drop, openElectron } from '../e2e/shells.ts'
import { makeTranscripts } from './make-transcripts.ts'

const { values } = parseArgs({ options: { mib: { type: 'string', default: '1024' }, logs: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'token-ledger-window-'))
const logs = values.logs ?? join(folder, 'logs')
if (values.logs === undefined) makeTranscripts(logs, Number(values.mib))

/** Figures are asked for and drawn. */
const FIGURES_MS = 2000

/** Runs in the page: notes every frame, and asks what a view asks, again and again. */
function watch(): void {
  const gaps: { atMs: number; ms: number }[] = []
  const seen = { longestGapMs: 0, gapsOver100Ms: gaps, frames: 0, calls: 0, longestCallMs: 0, callsOver250Ms: 0 }
  Reflect.set(window, 'benchSeen', seen)
  const began = performance.now()
  let last = began
  const frame = () => {
    const now = performance.now()
    seen.frames += 1
    seen.longestGapMs = Math.max(seen.longestGapMs, now - last)
    if (now - last > 100) gaps.push({ atMs: Math.round(now - began), ms: Math.round(now - last) })
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  const bridge: unknown = Reflect.get(window, 'tokenLedger')
  const call: unknown = typeof bridge === 'object' && bridge !== null ? Reflect.get(bridge, 'call') : null
  if (typeof call !== 'function') throw new Error('no bridge')
  const filters = { from: null, to: null, tz: 'UTC', basis: null, platforms: [], surfaces: [], models: [], routes: [] }
  const ask = async () => {
    const from = performance.now()
    await Reflect.apply(call, bridge, ['usage.totals', { filters, by: ['surface'] }])
    const took = performance.now() - from
    seen.calls += 1
    seen.longestCallMs = Math.max(seen.longestCallMs, took)
    if (took > 250) seen.callsOver250Ms += 1
    setTimeout(() => void ask(), 50)
  }
  void ask()
}

/** Until no job runs: the window itself says so. */
async function importEnds(page: Page): Promise<void> {
  const state = () => page.evaluate(async () => {
    const bridge: unknown = Reflect.get(window, 'tokenLedger')
    const call: unknown = typeof bridge === 'object' && bridge !== null ? Reflect.get(bridge, 'call') : null
    if (typeof call !== 'function') throw new Error('no bridge')
    const reply: unknown = await Reflect.apply(call, bridge, ['imports.list', {}])
    return JSON.stringify(reply)
  })
  for (;;) {
    const text = await state()
    if (text.includes('"state":"done"')) return
    if (text.includes('"state":"failed"')) throw new Error('the import failed')
    await new Promise((done) => {
      setTimeout(done, 200)
    })
  }
}

const shell = await openElectron({ folder })
try {
  await shell.page.waitForTimeout(1500)
  await shell.page.evaluate(watch)
  const began = performance.now()
  await drop(shell.page, [logs])
  await importEnds(shell.page)
  const importMs = performance.now() - began
  await shell.page.waitForTimeout(FIGURES_MS)
  const seen: unknown = await shell.page.evaluate(() => Reflect.get(window, 'benchSeen'))
  process.stdout.write(`${JSON.stringify({ importMs: Math.round(importMs), ...(typeof seen === 'object' ? seen : {}) })}\n`)
} finally {
  await shell.close()
  rmSync(folder, { recursive: true, force: true })
}
