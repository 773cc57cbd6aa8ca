// Every fixture gives the rows in its `.expected.json`. A fixture without one is written anew with GENERATE=1, which
// never overwrites: review what it wrote. A change of an expected row is made by hand, or by deleting the file first.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IMPORTERS } from '../../src/importers/registry.ts'
import { readFixture } from './read-fixture.ts'

const ROOT = join(import.meta.dirname, '../fixtures')
const IDS = IMPORTERS.map(({ id }) => id)

test('each format has a folder of fixtures, and each folder a format', () => {
  expect(readdirSync(ROOT).sort()).toEqual([...IDS].sort())
})

describe.each(IDS)('%s', (importer) => {
  const folder = join(ROOT, importer)
  const cases = readdirSync(folder).filter((name) => !name.endsWith('.expected.json'))

  test.each(cases)('%s', async (name) => {
    const expectedPath = join(folder, `${name}.expected.json`)
    const reading = await readFixture(join(folder, name), 65_536)
    expect(reading.importer).toBe(importer)
    const ignored = Object.values(reading.ignored).reduce((sum, count) => sum + count, 0)
    expect(reading.records.length + (reading.repeated ?? 0) + reading.rejected.length + ignored).toBe(reading.entries)
    if (process.env['GENERATE'] === '1' && !existsSync(expectedPath)) {
      writeFileSync(expectedPath, `${JSON.stringify(reading, null, 2)}\n`)
    }
    expect(reading).toEqual(JSON.parse(readFileSync(expectedPath, 'utf8')))
    expect(await readFixture(join(folder, name), 7)).toEqual(reading)
  })

  test('no expectation without its fixture', () => {
    const expectations = readdirSync(folder).filter((name) => name.endsWith('.expected.json'))
    expect(expectations.map((name) => name.replace('.expected.json', '')).sort()).toEqual([...cases].sort())
  })
})
