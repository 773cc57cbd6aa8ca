import { describe, expect, test } from 'vitest'
import { readArguments, readBy, readFilters, readForm, readPlatform } from '../../src/cli/arguments.ts'
import { importCommand } from '../../src/cli/commands/import.ts'
import { report } from '../../src/cli/commands/report.ts'
import { usd } from '../../src/cli/format.ts'
import { tableText } from '../../src/cli/table.ts'
import { UsageError } from '../../src/cli/usage-error.ts'

const given = (...args: readonly string[]) => readArguments(report, args)

describe('arguments', () => {
  test('become filters over the user\'s own time zone', () => {
    expect(readFilters(given('--from', '2026-11-01', '--basis', 'reports'), 'Asia/Kathmandu')).toEqual({
      from: '2026-11-01', to: null, tz: 'Asia/Kathmandu', basis: 'reports', platforms: [], surfaces: [], models: [], routes: [],
    })
    expect(readFilters(given('--tz', 'UTC'), 'Asia/Kathmandu').tz).toBe('UTC')
  })

  test('--by takes a list in the order given', () => {
    expect(readBy(given('--by', 'model, day'), [])).toEqual(['model', 'day'])
    expect(readBy(given(), ['surface'])).toEqual(['surface'])
  })

  test.each([
    ['a day the calendar lacks', () => readFilters(given('--from', '2026-02-30'), 'UTC')],
    ['a range that ends before it begins', () => readFilters(given('--from', '2026-11-02', '--to', '2026-11-01'), 'UTC')],
    ['a zone nobody knows', () => readFilters(given('--tz', 'Mars/Base'), 'UTC')],
    ['a basis that is none', () => readFilters(given('--basis', 'guesses'), 'UTC')],
    ['an unknown key', () => readBy(given('--by', 'colour'), [])],
    ['a key twice', () => readBy(given('--by', 'day,day'), [])],
    ['two forms at once', () => readForm(given('--json', '--csv'))],
    ['an unknown option', () => given('--colour')],
    ['an option without its value', () => given('--from')],
    ['an empty value', () => readFilters(given('--from', ''), 'UTC')],
    ['an unknown platform', () => readPlatform(readArguments(importCommand, ['a.json', '--platform', 'moon']))],
  ])('refuse %s', (_, read) => {
    expect(read).toThrow(UsageError)
  })
})

describe('output for people', () => {
  test('money is rounded once, half away from zero; little is not nothing', () => {
    expect(usd(1_234_567_895_000_000_000n)).toBe('1,234,567.90')
    expect(usd(-5_000_000_000n)).toBe('-0.01')
    expect([usd(0n), usd(1n), usd(-1n), usd(null)]).toEqual(['0.00', '<0.01', '>-0.01', null])
  })

  test('tables align numbers to the right and show what is not known as a dash', () => {
    const columns = [{ title: 'name', numeric: false }, { title: 'n', numeric: true }]
    expect(tableText(columns, [['a', '10'], ['long', null]])).toBe('name   n\n────  ──\na     10\nlong   –\n')
  })
})
