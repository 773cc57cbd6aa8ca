// The import report's equation and its list of things to do.
import { describe, expect, it } from 'vitest'
import {
  equation, formatNames, sourcesByTrouble, timeLeftMs, todosOf, type ImportReport,
} from '../../../renderer/views/data/import-report-model.ts'

const tally = { entries: 100, accepted: 90, duplicates: 5, ignored: 3, rejected: 2 }
const source = { name: 'a.json', importer: 'messages-response', problem: null, bytes: 10, tally, incompleteLastEntry: false }

const report: ImportReport = {
  summary: { id: 1, label: 'logs', startedAtMs: 0, finishedAtMs: 1, state: 'done', importers: [], sources: 1, bytes: 10, tally },
  sources: [source], ignoredByReason: [], rejectedByReason: [], firstDay: null, lastDay: null,
  brought: { evidence: [{ basis: 'requests', requests: 90, tokens: 1000, listCost: '0' }], origins: 1, newOrigins: 1 },
  unpriced: [], unattributedRequests: 0, assumedDates: 0, crowdedTags: [], overlaps: [],
}

describe('equation', () => {
  it('adds up: 90 + 5 + 3 + 2 = 100', () => {
    const { terms, holds } = equation(tally)
    expect(holds).toBe(true)
    expect(terms.map((term) => `${term.sign}${term.count}`)).toEqual(['100', '=90', '+5', '+3', '+2'])
  })

  it('says so when it does not', () => {
    expect(equation({ ...tally, ignored: 4 }).holds).toBe(false)
  })
})

describe('things to do', () => {
  it('are none when all is well', () => {
    expect(todosOf({ ...report, summary: { ...report.summary, tally: { ...tally, rejected: 0, entries: 98 } } })).toEqual([])
  })

  it('offer a mapping for a profile, a price for a model, a rule, and the rejected lines', () => {
    const todos = todosOf({
      ...report, unattributedRequests: 9204,
      unpriced: [
        { platform: 'bedrock', route: 'unknown', model: 'application-inference-profile/x7k2', requests: 46112, tokens: 1, isProfile: true },
        { platform: 'bedrock', route: 'geo-eu', model: 'claude-next', requests: 1, tokens: 1, isProfile: false },
      ],
    })
    expect(todos.map((todo) => todo.remedy.kind)).toEqual(['map-profile', 'add-price', 'make-rule', 'save-rejected'])
    expect(todos.map((todo) => todo.cause)).toEqual([
      '46,112 requests are unpriced.', '1 request is unpriced.', '9,204 requests have no surface.', '2 lines were rejected.',
    ])
    expect(todos[1]?.detail).toBe('No price for claude-next on Bedrock · EU.')
  })

  it('name files that were not read and files that were cut off', () => {
    const bad = { ...source, name: 'b.bin', importer: null, problem: { code: 'unknown-format', message: 'No importer knows it.' } }
    const cut = { ...source, name: 'c.json', incompleteLastEntry: true }
    const clean = { ...source, tally: { ...tally, rejected: 0 } }
    expect(todosOf({ ...report, sources: [clean, cut, bad] }).map((todo) => todo.id)).toEqual(['rejected', 'sources', 'cut-off'])
    expect(sourcesByTrouble([clean, cut, bad]).map((one) => one.name)).toEqual(['b.bin', 'c.json', 'a.json'])
  })
})

describe('words and rates', () => {
  it('names formats, and says where there is none', () => {
    expect(formatNames(['bedrock-invocation-log', 'litellm'])).toBe('Bedrock invocation logs, litellm')
    expect(formatNames([])).toBe('No known format')
  })

  it('estimates the time left from the bytes so far', () => {
    // 250 of 1,000 bytes in 1 s: 750 bytes at 250 a second are 3 s.
    expect(timeLeftMs({ bytesRead: 250, bytesTotal: 1000, elapsedMs: 1000 })).toBe(3000)
    expect(timeLeftMs({ bytesRead: 0, bytesTotal: 1000, elapsedMs: 1000 })).toBeNull()
    expect(timeLeftMs({ bytesRead: 250, bytesTotal: null, elapsedMs: 1000 })).toBeNull()
  })
})
