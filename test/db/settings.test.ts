// Settings, documents, surface rules, profile mappings, hints and colour slots are kept as given.
import { describe, expect, it } from 'vitest'
import { bring, ids, newLedger } from './records.ts'

describe('settings and documents', () => {
  it('are kept as given', () => {
    const { settings } = newLedger()
    expect(settings.get('missing')).toBeUndefined()
    settings.set('key', { deep: [1, 'two', null] })
    expect(settings.get('key')).toEqual({ deep: [1, 'two', null] })
    const id = settings.save('scenario', null, { name: 'a' })
    expect(settings.save('scenario', id, { name: 'b' })).toBe(id)
    settings.save('discount', null, { pct: '5' })
    expect(settings.list('scenario')).toMatchObject([{ id, value: { name: 'b' } }])
    settings.remove('discount', id)
    expect(settings.list('scenario')).toHaveLength(1)
    settings.remove('scenario', id)
    expect(settings.list('scenario')).toEqual([])
  })

  it('take the system zone where they name one that nobody knows', () => {
    const ledger = newLedger()
    ledger.settings.set('settings', { tz: 'Mars/Olympus' })
    bring(ledger, [ids('m', null, 1)])
    expect(ledger.usage.rollupIsExact()).toBe(true)
  })
})

describe('attribution', () => {
  it('keeps rules in their order and replaces them whole', () => {
    const { attribution } = newLedger()
    const rules = [{ surface: 'z', when: { workspace: 'a*', 'tag:team': 'x' } }, { surface: 'a', when: {} }]
    attribution.setRules(rules)
    expect(attribution.rules()).toEqual(rules)
    attribution.setRules([])
    expect(attribution.rules()).toEqual([])
  })

  it('keeps profile mappings, and hints as long as their import', () => {
    const ledger = newLedger()
    const { id } = bring(ledger, [ids('m', null, 1, { modelHint: 'claude-haiku-5-5' }), ids('n', null, 1, { modelHint: 'claude-haiku-5-5' })])
    expect(ledger.attribution.hints()).toEqual([{ rawModel: 'claude-opus-5-5', hint: 'claude-haiku-5-5' }])
    ledger.attribution.setAlias('arn', { model: 'claude-haiku-5-5', route: 'global' })
    ledger.attribution.setAlias('arn', { model: 'claude-haiku-5-5', route: 'geo-eu' })
    expect(ledger.attribution.aliases()).toEqual([{ rawModel: 'arn', model: 'claude-haiku-5-5', route: 'geo-eu' }])
    ledger.attribution.setAlias('arn', null)
    expect(ledger.attribution.aliases()).toEqual([])
    ledger.imports.undo(id)
    expect(ledger.attribution.hints()).toEqual([])
  })

  it('gives each surface a colour slot once, and none to the rest', () => {
    const { attribution } = newLedger()
    expect(attribution.giveColourSlots(['b', 'a', 'unattributed'])).toEqual({ b: 1, a: 2, unattributed: 0 })
    expect(attribution.giveColourSlots(['a', 'c'])).toMatchObject({ b: 1, a: 2, c: 3 })
    const many = attribution.giveColourSlots(Array.from({ length: 9 }, (_, index) => `s${index}`))
    expect(Object.values(many).filter((slot) => slot > 0).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(attribution.colourSlots()).toEqual(many)
  })
})
