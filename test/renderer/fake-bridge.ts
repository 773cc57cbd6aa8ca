// A Bridge without a backend, for tests and for looking at pages: answers as the contract says, from the fake ledger.
import type { Bridge } from '../../src/api/bridge.ts'
import { contract, type Input, type LedgerEvent, type Method, type Output } from '../../src/api/contract/contract.ts'
import type { SurfaceRule } from '../../src/core/surface-rules.ts'
import { FAKE_RULES, FIRST_DAY, LAST_DAY, FAKE_TOTAL_REQUESTS } from './fake-ledger.ts'
import { fakeDecide } from './fake-decide.ts'
import { fakeImports } from './fake-imports.ts'
import { fakePulls, noPulls, type FakePulls } from './fake-pulls.ts'
import { FAKE_FEES, FAKE_MODELS, FAKE_POINTS } from './fake-prices.ts'
import { fakeReconcile, type FakeBills } from './fake-reconcile.ts'
import { evidence, facets, latency, preview, requests, totals, series, whatifCells } from './fake-usage.ts'

export const FAKE_TZ = 'Europe/Berlin'

export interface FakeState {
  rules: SurfaceRule[]
  empty: boolean
  settings: Output<'settings.get'>
  scenarios: Output<'scenarios.list'>['scenarios']
  overrides: Output<'prices.overrides'>['overrides']
  discounts: Output<'discounts.list'>['discounts']
  requirements: Output<'decide.requirements'>['requirements']
  bills: FakeBills
  pulls: FakePulls
}

export type Handlers = { [M in Method]: (input: Input<M>, state: FakeState) => Output<M> }

const SLOTS = {
  'support-bot': 1,
  'code-review': 2,
  'nightly-eval': 3,
  voice: 4,
  'doc-search': 5,
  'contract-intake': 6,
  unattributed: 0,
}
const NO_PARTS = { model: '0', route: '0', tier: '0', caching: '0', tokenizer: '0', discount: '0', fixed: '0' }
const NO_ROW = {
  surface: '*',
  currentMonthlyUsd: '0',
  projectedMonthlyUsd: '0',
  differenceUsd: '0',
  parts: NO_PARTS,
  warnings: [],
}

const handlers: Handlers = {
  'ledger.status': (_, state) => ({
    fileName: 'team.ledger',
    bytes: state.empty ? 0 : 1_400_000_000,
    requests: state.empty ? 0 : FAKE_TOTAL_REQUESTS,
    lastImportAtMs: state.empty ? null : Date.parse('2026-11-22T13:06:00Z'),
    firstDay: state.empty ? null : FIRST_DAY,
    lastDay: state.empty ? null : LAST_DAY,
    tz: FAKE_TZ,
    hasSample: false,
    version: '0.1.0',
    runningJobs: [],
  }),
  'ledger.rebuild': () => ({ keptAs: 'team.ledger.damaged-2026-11-22T120000', records: 12_000, incomplete: ['usage'] }),
  'usage.totals': totals,
  'usage.series': series,
  'usage.facets': facets,
  'usage.requests': requests,
  'usage.latency': latency,
  'usage.evidence': evidence,
  'usage.tagKeys': () => ({ keys: [{ key: 'surface', values: 6 }] }),
  'whatif.cells': whatifCells,
  'whatif.project': ({ filters }) => ({
    surfaces: [],
    total: NO_ROW,
    coveredDays: 27,
    window: { from: filters?.from ?? null, to: filters?.to ?? null, tz: FAKE_TZ, basis: {} },
  }),
  'scenarios.list': (_, state) => ({ scenarios: state.scenarios }),
  'scenarios.save': ({ id, scenario }, state) => {
    const saved = {
      id: id ?? state.scenarios.length + 1,
      savedAtMs: Date.parse('2026-11-22T13:02:00Z'),
      scenario: contract['scenarios.save'].input.parse({ id, scenario }).scenario,
    }
    state.scenarios = [...state.scenarios.filter((held) => held.id !== saved.id), saved]
    return { id: saved.id }
  },
  'scenarios.delete': ({ id }, state) => {
    state.scenarios = state.scenarios.filter((held) => held.id !== id)
    return {}
  },
  'surfaces.rules': (_, state) => ({ rules: state.rules }),
  'surfaces.preview': preview,
  'surfaces.setRules': ({ rules }, state) => {
    state.rules = rules
    return {}
  },
  'surfaces.colours': () => ({ slots: SLOTS }),
  ...fakeImports,
  ...fakeDecide,
  ...fakePulls,
  ...fakeReconcile,
  'jobs.cancel': () => ({}),
  'sample.load': (_, state) => {
    state.empty = false
    return { jobId: 'sample-1' }
  },
  'profiles.list': () => ({
    profiles: [
      {
        rawModel: 'application-inference-profile/x7k2',
        requests: 7_200,
        tokens: 11_448_000,
        model: null,
        route: null,
        hint: 'claude-haiku-5-5',
      },
    ],
  }),
  'profiles.map': () => ({}),
  'prices.list': () => ({ points: [...FAKE_POINTS], models: FAKE_MODELS, searchFees: FAKE_FEES }),
  'prices.gaps': () => ({
    gaps: [
      {
        platform: 'bedrock',
        route: 'unknown',
        model: 'application-inference-profile/x7k2',
        tier: 'standard',
        speed: 'standard',
        promptOver: 0,
        firstDay: FIRST_DAY,
        lastDay: LAST_DAY,
        requests: 7_200,
        tokens: 11_448_000,
        why: 'The profile names no model.',
      },
    ],
  }),
  'prices.overrides': (_, state) => ({ overrides: state.overrides }),
  'prices.setOverride': ({ override }, state) => {
    const id = override.id ?? state.overrides.length + 1
    state.overrides = [...state.overrides.filter((held) => held.id !== id), { ...override, id }]
    return { id }
  },
  'prices.deleteOverride': ({ id }, state) => {
    state.overrides = state.overrides.filter((held) => held.id !== id)
    return {}
  },
  'discounts.list': (_, state) => ({ discounts: state.discounts }),
  'discounts.set': ({ discount }, state) => {
    const id = discount.id ?? state.discounts.length + 1
    state.discounts = [...state.discounts.filter((held) => held.id !== id), { ...discount, id }]
    return { id }
  },
  'discounts.delete': ({ id }, state) => {
    state.discounts = state.discounts.filter((held) => held.id !== id)
    return {}
  },
  'settings.get': (_, state) => state.settings,
  'settings.set': (change, state) => {
    state.settings = {
      ...state.settings,
      ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    }
    return state.settings
  },
}

export interface FakeBridge extends Bridge {
  state: FakeState
  saved: { name: string; mime: string; data: string | Uint8Array }[]
  calls: { method: string; input: unknown }[]
  emit: (event: LedgerEvent) => void
}

function isMethod(name: string): name is Method {
  return name in contract
}

/** Input and output are parsed by the contract, so that a fake that drifts from it fails. */
function answer<M extends Method>(method: M, input: unknown, state: FakeState): unknown {
  const schemas: { input: { parse(value: unknown): unknown }; output: { parse(value: unknown): unknown } } =
    contract[method]
  const handle: unknown = handlers[method]
  if (typeof handle !== 'function') throw new Error(`No fake answer to ${method}`)
  return schemas.output.parse(handle(schemas.input.parse(input), state))
}

export function createFakeBridge(options: { empty?: boolean; bills?: FakeBills; fail?: readonly Method[]; pulls?: Partial<FakePulls> } = {}): FakeBridge {
  const listeners = new Set<(event: LedgerEvent) => void>()
  const state: FakeState = {
    rules: FAKE_RULES.map((rule) => ({ surface: rule.surface, when: { ...rule.when } })),
    empty: options.empty ?? false,
    settings: {
      tz: 'system',
      notBilledPerToken: [],
      sources: [],
      tagKeys: ['surface', 'feature', 'app', 'team', 'env'],
      csvBom: false,
      csvSeparator: ',',
      csvFilterRows: false,
      theme: 'system',
    },
    scenarios: [],
    overrides: [],
    discounts: [],
    requirements: [],
    bills: options.bills ?? 'none',
    pulls: { ...noPulls(), ...options.pulls },
  }
  const bridge: FakeBridge = {
    shell: 'web',
    state,
    saved: [],
    calls: [],
    emit: (event) => listeners.forEach((listener) => listener(event)),
    call: async (method, input) => {
      bridge.calls.push({ method, input })
      if (!isMethod(method) || options.fail?.includes(method) === true) {
        return { ok: false, problem: { code: 'test', message: `${method} fails here.`, remedy: 'Try again.' } }
      }
      return { ok: true, value: JSON.parse(JSON.stringify(answer(method, input, state))) }
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onCommand: () => () => {},
    importDropped: async () => 'import-1',
    chooseAndImport: async () => 'import-1',
    saveFile: async (file) => {
      bridge.saved.push(file)
      return 'saved'
    },
    ledgerFile: null,
  }
  return bridge
}
