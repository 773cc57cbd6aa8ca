// The CSV of the panels below the cost chart: exact, and adding up.
import { expect, test } from 'vitest'
import { formatUsdExact, parseUsd } from '../../../src/core/money.ts'
import { coverageCsv } from '../../../renderer/views/overview/coverage-panel.tsx'
import { savingCsv } from '../../../renderer/views/overview/saving-panel.tsx'
import { coverageOf } from '../../../renderer/state/coverage.ts'
import { FAKE_RULES, LAST_DAY, cellsUnder, sumCells, totalsBy } from '../fake-ledger.ts'

const cells = cellsUnder(
  { from: '2026-11-16', to: LAST_DAY, tz: 'UTC', basis: null, platforms: [], surfaces: [], models: [], routes: [] },
  FAKE_RULES,
)
const totals = sumCells(cells)
const OPTIONS = { bom: false, separator: ',' } as const
const rowsOf = (csv: string) => csv.trimEnd().split('\r\n').map((line) => line.split(','))

test('the lines of the saving add up to the list cost', () => {
  const amounts = new Map(rowsOf(savingCsv(totals, OPTIONS)).slice(1, -2).map((cells) => [cells.slice(0, -1).join(','), parseUsd(cells.at(-1) ?? '')]))
  expect([...amounts.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(BigInt(totals.listCost ?? '0'))
  expect(savingCsv(totals, OPTIONS)).toContain(`Net cache saving,${formatUsdExact(BigInt(totals.caching.netSaving))}`)
})

test('coverage says how much is missing, not only the share', () => {
  const coverage = coverageOf({ rows: totalsBy(cells, ['surface'], FAKE_RULES), totals })
  const [head, priced] = rowsOf(coverageCsv(coverage, OPTIONS))
  expect(head).toEqual(['What', 'Share', 'Requests without a price', 'Tokens without a price', 'List cost concerned USD'])
  expect(priced?.slice(2, 4)).toEqual([String(totals.unpricedRequests), String(totals.unpricedTokens)])
})
