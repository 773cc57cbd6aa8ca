// Layers of evidence are never added, nor are kinds of one layer: whatever comes in addition counts alone or not at all.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseBasis, type BasisDay } from '../../src/core/basis-choice.ts'
import { exactnessRank, exactnessReason } from '../../src/core/evidence-kinds.ts'
import { BASES, type Basis } from '../../src/core/usage.ts'

const DAY = '2026-11-01'
const requests = (tokens: number): BasisDay => ({ platform: 'anthropic', utcDay: DAY, basis: 'requests', importer: null, tokens })
const kind = (importer: string, tokens: number, basis: Basis = 'reports'): BasisDay => ({ platform: 'anthropic', utcDay: DAY, basis, importer, tokens })

/** What counts on the day: its basis, with the importer where only one kind counts. */
function on(days: readonly BasisDay[], only: Basis | null = null): string | null {
  const counted = chooseBasis(days, only).evidenceOf('anthropic', DAY)
  return counted === null ? null : [counted.basis, counted.importer].filter((part) => part !== null).join(' ')
}

describe('the basis of a day', () => {
  it('is requests, unless only reports cover the day or one kind of them holds over 5 % more tokens', () => {
    expect(on([requests(100)])).toBe('requests')
    expect(on([kind('admin-usage-report', 100)])).toBe('reports admin-usage-report')
    expect(on([requests(100), kind('admin-usage-report', 105)])).toBe('requests')
    expect(on([requests(100), kind('admin-usage-report', 106)])).toBe('reports admin-usage-report')
    expect(on([requests(0), kind('admin-usage-report', 0)])).toBe('requests')
    expect(on([kind('aws-cur', 100, 'bills')])).toBeNull()
    expect(on([])).toBeNull()
    // Two kinds of 60 are not 120: neither of them beats 100 requests.
    expect(on([requests(100), kind('admin-usage-report', 60), kind('console-usage-csv', 60)])).toBe('requests')
  })

  it('is chosen per platform and day', () => {
    const choice = chooseBasis([requests(1), { ...kind('a', 9), utcDay: '2026-11-02' }, { ...kind('a', 9), platform: 'bedrock' }])
    const bases = [['anthropic', DAY], ['anthropic', '2026-11-02'], ['bedrock', DAY], ['bedrock', '2026-11-02']] as const
    expect(bases.map(([platform, day]) => choice.evidenceOf(platform, day)?.basis)).toEqual(['requests', 'reports', 'reports', undefined])
  })

  it('can be asked for', () => {
    expect(on([requests(1), kind('a', 9)], 'requests')).toBe('requests')
    expect(on([requests(1)], 'reports')).toBeNull()
    expect(on([requests(1), kind('aws-cur', 0, 'bills')], 'bills')).toBe('bills aws-cur')
  })
})

describe('of several kinds of report', () => {
  it('the one with the most tokens counts', () => {
    expect(on([kind('analytics-usage', 99), kind('console-usage-csv', 100)])).toBe('reports console-usage-csv')
    expect(on([kind('claude-code-analytics', 40), kind('admin-usage-report', 100)])).toBe('reports admin-usage-report')
  })

  it('the more exact counts where both hold as much', () => {
    expect(on([kind('console-usage-csv', 100), kind('admin-usage-report', 100), kind('analytics-usage', 100)])).toBe('reports analytics-usage')
    expect(on([kind('aws-cur', 0, 'bills'), kind('cost-explorer', 0, 'bills')], 'bills')).toBe('bills aws-cur')
  })

  it('rows of one kind are one whole', () => {
    expect(on([kind('admin-usage-report', 60), kind('console-usage-csv', 100), kind('admin-usage-report', 60)])).toBe('reports admin-usage-report')
  })

  it('a kind that nobody ranked comes last, by name', () => {
    expect(exactnessRank('reports', 'b')).toBe(exactnessRank('reports', 'a'))
    expect(exactnessReason('reports', 'b')).toBeNull()
    expect(on([kind('b', 5), kind('a', 5), kind('claude-code-result', 5)])).toBe('reports claude-code-result')
    expect(on([kind('b', 5), kind('a', 5)])).toBe('reports a')
  })
})

const IMPORTERS = ['analytics-usage', 'admin-usage-report', 'console-usage-csv', 'other'] as const
const anyDay = fc.record({
  platform: fc.constantFrom('anthropic', 'bedrock'), utcDay: fc.constantFrom(DAY, '2026-11-02'), basis: fc.constantFrom(...BASES),
  importer: fc.constantFrom(...IMPORTERS), tokens: fc.nat(200),
}).map((day): BasisDay => (day.basis === 'requests' ? { ...day, importer: null } : day))
const anyDays = fc.array(anyDay, { maxLength: 14 })
const anyOnly = fc.constantFrom(null, ...BASES)

/** Tokens of one platform and day that count. */
function counted(days: readonly BasisDay[], only: Basis | null, { platform, utcDay }: { platform: string; utcDay: string }): number {
  const choice = chooseBasis(days, only)
  return days.filter((day) => day.platform === platform && day.utcDay === utcDay
    && choice.counts(platform, utcDay, { basis: day.basis, importer: day.importer ?? '' })).reduce((sum, { tokens }) => sum + tokens, 0)
}

/** Tokens of one platform and day that one kind holds. */
function heldBy(days: readonly BasisDay[], { platform, utcDay, basis, importer }: BasisDay): number {
  const same = (day: BasisDay) => day.platform === platform && day.utcDay === utcDay && day.basis === basis && day.importer === importer
  return days.filter(same).reduce((sum, { tokens }) => sum + tokens, 0)
}

describe('evidence in any mixture', () => {
  it('never counts as a sum: what counts on a day is all of one kind, and nothing else', () => {
    fc.assert(fc.property(anyDays, anyOnly, (days, only) => {
      for (const day of days) {
        const total = counted(days, only, day)
        const kinds = days.filter(({ platform, utcDay }) => platform === day.platform && utcDay === day.utcDay)
        const wholes = kinds.map((one) => heldBy(days, one))
        expect([...wholes, 0]).toContain(total)
        if (only === null && wholes.length > 0 && kinds.some(({ basis }) => basis !== 'bills')) expect(wholes).toContain(total)
      }
    }))
  })

  it('a further kind changes nothing unless it wins, and then it counts alone', () => {
    fc.assert(fc.property(anyDays, anyOnly, fc.nat(200), fc.constantFrom('reports' as const, 'bills' as const), (days, only, tokens, basis) => {
      const further: BasisDay = { platform: 'anthropic', utcDay: DAY, basis, importer: 'further', tokens }
      const [before, after] = [counted(days, only, further), counted([...days, further], only, further)]
      const won = chooseBasis([...days, further], only).counts('anthropic', DAY, { basis, importer: 'further' })
      expect(after).toBe(won ? tokens : before)
    }))
  })

  it('does not depend on the order it came in', () => {
    fc.assert(fc.property(anyDays, anyOnly, (days, only) => {
      for (const { platform, utcDay } of days) {
        expect(chooseBasis(days.toReversed(), only).evidenceOf(platform, utcDay)?.importer).toEqual(chooseBasis(days, only).evidenceOf(platform, utcDay)?.importer)
      }
    }))
  })
})
