// A short fuzz run of every importer; `npm run fuzz` does a million records of each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IMPORTERS } from '../../src/importers/registry.ts'
import { seeded } from '../bench/seeded.ts'
import { corpusOf } from './corpus.ts'
import { fuzzCounts, fuzzEntries } from './fuzz.ts'
import { fuzzImports } from './fuzz-imports.ts'

describe.each(IMPORTERS.map((importer) => ({ id: importer.id, importer })))('$id', ({ importer }) => {
  test('counts every spoiled entry, and never throws or hangs', async () => {
    const { records, findings } = fuzzEntries(importer, await corpusOf(importer), { records: 4000, random: seeded(2026) })
    expect(findings).toEqual([])
    expect(records).toBeGreaterThanOrEqual(4000)
  }, 60_000)

  test('reads nothing that is no count of tokens as fewer tokens', async () => {
    expect(fuzzCounts(importer, await corpusOf(importer)).findings).toEqual([])
  }, 60_000)
})

test('whole files, spoiled and packed in every way, end in counted entries and a sound ledger', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  try {
    const { entries, faults } = await fuzzImports(join(folder, 'fuzz.ledger'), { files: 800, random: seeded(2026) })
    expect(faults).toEqual([])
    expect(entries).toBeGreaterThan(800)
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)
