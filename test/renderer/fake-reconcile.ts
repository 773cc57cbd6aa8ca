// What the fake backend says of bills: sums of the made-up charges under filters, and the lines behind them.
import type { Output } from '../../src/api/contract/contract.ts'
import { RECONCILE_KEYS, type BillLine, type ReconcileFigures, type ReconcileKey } from '../../src/api/contract/reconcile-shapes.ts'
import type { ReconcileFilters } from '../../src/api/contract/reconcile-contract.ts'
import { CAUSES, type Cause } from '../../src/core/reconcile-types.ts'
import { TOKEN_CLASSES } from '../../src/core/usage.ts'
import type { FakeState, Handlers } from './fake-bridge.ts'
import { FAKE_CHARGES, GAP_DAY, residualOf, type FakeCharge } from './fake-bills.ts'

/**
 * `both`: a bill of each provider; `two-kinds`: Bedrock by two kinds of bill, one with estimated days; `every-cause`: a
 * difference of each cause.
 */
export const FAKE_BILLS = ['none', 'both', 'two-kinds', 'every-cause'] as const
export type FakeBills = (typeof FAKE_BILLS)[number]

type Run = Output<'reconcile.run'>

/** Each charge differs by one cause, every second one downwards. */
const EVERY_CAUSE: readonly FakeCharge[] = FAKE_CHARGES.map((charge, index) => {
  const cause = CAUSES[index % CAUSES.length] ?? 'unknown'
  return { ...charge, parts: { [cause]: (index % 2 === 0 ? 1n : -1n) * BigInt(index % 7) * (charge.computed / 20n) } }
})

function under(filters: ReconcileFilters, bills: FakeBills): FakeCharge[] {
  if (bills === 'none') return []
  const { from, to, platforms, models } = filters
  return (bills === 'every-cause' ? EVERY_CAUSE : FAKE_CHARGES).filter(
    ({ day, platform, model }) =>
      (from === null || day >= from) && (to === null || day <= to) &&
      (platforms.length === 0 || platforms.includes(platform)) && (models.length === 0 || models.includes(model)),
  )
}

function figures(charges: readonly FakeCharge[]): ReconcileFigures {
  const sum = (of: (charge: FakeCharge) => bigint) => charges.reduce((all, charge) => all + of(charge), 0n)
  const part = (cause: Cause) => sum(({ parts }) => parts[cause] ?? 0n).toString()
  const residual = sum(residualOf)
  const computed = sum((charge) => charge.computed)
  return {
    computed: computed.toString(), residual: residual.toString(), billed: (computed + residual).toString(), billedList: null,
    causes: {
      routePremium: part('routePremium'), cacheTtl: part('cacheTtl'), tier: part('tier'), promptBand: part('promptBand'),
      otherMeters: part('otherMeters'), dayEdge: part('dayEdge'), logGap: part('logGap'), billGap: part('billGap'),
      price: part('price'), discount: part('discount'), rounding: part('rounding'), unknown: part('unknown'),
    },
    computedTokens: charges.length * 1000, billedTokens: null, unpricedTokens: 0,
  }
}

function grouped(charges: readonly FakeCharge[], by: readonly ReconcileKey[]): Run['rows'] {
  if (by.length === 0) return []
  const groups = new Map<string, FakeCharge[]>()
  for (const charge of charges) {
    const key = by.map((one) => charge[one]).join('\u0000')
    const held = groups.get(key)
    if (held === undefined) groups.set(key, [charge])
    else held.push(charge)
  }
  return [...groups.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const keys = Object.fromEntries(RECONCILE_KEYS.filter((key) => by.includes(key)).map((key) => [key, first[key]]))
    return [{ keys, ...figures(own) }]
  })
}

function platforms(charges: readonly FakeCharge[], bills: FakeBills): Run['platforms'] {
  const two = bills === 'two-kinds'
  return (['anthropic', 'bedrock'] as const).flatMap((platform) => {
    const own = charges.filter((charge) => charge.platform === platform)
    const days = [...new Set(own.map(({ day }) => day))].toSorted()
    const [firstDay, lastDay] = [days[0], days.at(-1)]
    if (firstDay === undefined || lastDay === undefined) return []
    const gap = platform === 'anthropic' && days.includes(GAP_DAY) ? 1 : 0
    const { billed, computed } = figures(own)
    const kind = (importer: string, chosenDays: number, estimatedDays = 0) => ({ importer, days: days.length, chosenDays, billed, estimatedDays })
    return [{
      ...figures(own), platform, firstDay, lastDay,
      days: { both: days.length - gap, onlyLogs: platform === 'bedrock' ? 2 : 0, onlyBill: gap },
      bills: platform === 'anthropic' ? [kind('console-cost-csv', days.length)]
        : [kind('aws-cur', days.length), ...(two ? [kind('cost-explorer', 0, 3)] : [])],
      discount: platform === 'anthropic' ? null
        : { pct: '12', exactPct: '12', evidence: 'inferred' as const, of: computed, share: 0.97, firstDay, lastDay },
    }]
  })
}

function line(charge: FakeCharge, index: number): BillLine {
  const isTokens = TOKEN_CLASSES.some((name) => name === charge.meter)
  return {
    id: index + 1, firstDay: charge.day, lastDay: charge.day, platform: charge.platform, route: 'global', model: charge.model,
    rawModel: charge.model, meter: charge.meter, tier: 'standard', speed: 'standard', tokens: isTokens ? 1000 : null,
    billed: (charge.computed + residualOf(charge)).toString(), list: null, estimated: false, account: null, workspace: null,
    apiKey: null, importer: charge.platform === 'anthropic' ? 'console-cost-csv' : 'aws-cur', importId: 1,
    source: `bills/${charge.platform}-2026-11.csv`, position: index + 2,
  }
}

type Asked = Parameters<Handlers['reconcile.bills']>[0]

function billLines({ filters, day, model, meter, offset, limit }: Asked, { bills }: FakeState): Output<'reconcile.bills'> {
  const rows = under(filters, bills).map(line).filter(
    (one) => (day === null || one.firstDay === day) && (model === null || one.model === model) && (meter === null || one.meter === meter),
  )
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

export const fakeReconcile: Pick<Handlers, 'reconcile.run' | 'reconcile.bills'> = {
  'reconcile.run': ({ filters, by }, { bills }) => {
    const charges = under(filters, bills)
    return {
      platforms: platforms(charges, bills), rows: grouped(charges, by), totals: figures(charges),
      window: { from: filters.from, to: filters.to, tz: 'UTC', basis: {} },
    }
  },
  'reconcile.bills': billLines,
}

/** The causes that the made-up bills hold. */
export const FAKE_CAUSES: readonly Cause[] = CAUSES.filter((cause) => FAKE_CHARGES.some(({ parts }) => (parts[cause] ?? 0n) !== 0n))
