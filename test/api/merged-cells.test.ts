// Views add up merged cells: every figure must be that of the unmerged ones.
import { describe, expect, it } from 'vitest'
import { mergedCells } from '../../src/api/backend/merged-cells.ts'
import { NO_FILTERS, viewCells, type MergedCell } from '../../src/api/backend/cell-view.ts'
import { Context } from '../../src/api/backend/context.ts'
import { bucketFor } from '../../src/api/backend/group-keys.ts'
import { groupCells, groupUsage } from '../../src/api/backend/totals.ts'
import type { Filters, GroupKey } from '../../src/api/contract/shapes.ts'
import { openLedger } from '../../db/open-ledger.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import type { SourceBatch } from '../../src/importers/batch-sink.ts'
import { readSource } from '../../src/importers/read-source.ts'
import { sampleSources } from '../../src/api/backend/sample/sample-sources.ts'
import { entriesOf } from '../../src/core/packed-records.ts'
import { packRecords } from '../../src/core/record-packer.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

interface Batches { name: string; batches: SourceBatch[] }

/** A third of the sample, read once, with a model nobody knows, a class whose writes have no known split, and searches where they have no price. */
async function readSample(): Promise<Batches[]> {
  const sources: Batches[] = []
  for (const source of sampleSources(NOW)) {
    const batches: SourceBatch[] = []
    await readSource({
      source, options: { platform: null, route: null, tagKeys: ['surface'], sourceName: source.name },
      onBatch: (batch) => void batches.push({ ...batch, records: packRecords([...entriesOf(batch.records)].flatMap(({ record, position }) => variants(record, position))) }),
    })
    sources.push({ name: source.name, batches })
  }
  return sources
}

function contextOf(sample: readonly Batches[], tz: string): Context {
  const ledger = openLedger(':memory:')
  ledger.settings.set('tz', tz)
  const writer = ledger.imports.begin('sample')
  for (const { name, batches } of sample) {
    const open = writer.startSource({ name, importer: 'x', bytes: null, sourceKey: name, modifiedAtMs: NOW })
    for (const batch of batches) open.write(batch)
    open.finish({ problem: null, incompleteLastEntry: false, fileState: null })
  }
  writer.finish('done')
  return new Context({ ledger, version: 'test', now: () => NOW, fault: (error) => { throw error } })
}

function variants(record: UsageRecord, position: number): { record: UsageRecord; position: number }[] {
  if (position % 3 !== 0) return []
  const [pass, ...extra] = record.passes
  if (pass === undefined || position % 5 > 2) return [{ record, position }]
  const changed = [
    { ...pass, model: 'model-x', rawModel: 'model-x' },
    { ...pass, writeSplitAssumed: true, tokens: { ...pass.tokens, cacheWrite5m: position % 2 === 0 ? 0 : 100 } },
    { ...pass, webSearches: position % 4 },
  ][position % 5] ?? pass
  const platform = position % 2 === 0 ? record.platform : 'bedrock'
  return [{ record: { ...record, platform, passes: [changed, ...extra] }, position }]
}

const GROUPINGS: readonly GroupKey[][] = [
  [], ['hour'], ['hour', 'surface'], ['day'], ['week', 'model'], ['month'], ['month', 'day'], ['surface'], ['platform', 'route'], ['day', 'surface'], ['project', 'tier'],
]

const sample = readSample()

describe.each([
  ['UTC', 'UTC'], ['America/New_York', 'America/New_York'], ['Asia/Kathmandu', 'Asia/Kathmandu'], ['Asia/Kathmandu', 'UTC'], ['UTC', 'America/New_York'],
])('merged cells of a ledger in %s, asked in %s', (tz, asked) => {
  it('give the figures and the window of the unmerged ones, whatever the grouping, range and zone', async () => {
    const context = contextOf(await sample, tz)
    const surfaces = [...new Set(viewCells(context, NO_FILTERS, { bucket: null }).cells.map(({ pair }) => pair.surface))].slice(0, 2)
    const choices: Partial<Filters>[] = [{}, { surfaces }, { from: '2026-11-01', to: '2026-11-09' }, { platforms: ['bedrock' as const] }]
    for (const by of GROUPINGS) {
      for (const choice of choices) {
        const filters = { ...NO_FILTERS, tz: asked, ...choice }
        const fine = viewCells(context, filters, { bucket: bucketFor(by) })
        const merged = mergedCells(context, filters, { by })
        const figures = (cells: readonly MergedCell[]) => {
          const { groups, total } = groupCells(cells, by, context.prices.book())
          return { rows: groups.map(({ values, sum }) => ({ values, ...sum.toFigures() })), total: total.toFigures() }
        }
        const expected = figures(fine.cells)
        if (choice.surfaces === undefined) expect(expected.total.unpricedRequests).toBeGreaterThan(0)
        expect(figures(merged.cells)).toEqual(expected)
        expect(merged.window).toEqual(fine.window)
        const { groups, total, window } = groupUsage(context, filters, { by })
        expect({ rows: groups.map(({ values, sum }) => ({ values, ...sum.toFigures() })), total: total.toFigures() }).toEqual(expected)
        expect(window).toEqual(fine.window)
        expect(merged.cells.length).toBeLessThanOrEqual(fine.cells.length)
      }
    }
    context.ledger.close()
  }, 180_000)
})
