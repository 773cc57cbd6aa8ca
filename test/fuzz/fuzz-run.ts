// The long run: npm run fuzz -- [--records N] [--seed S] [--importer ID]. N records of each importer, a million by default.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { IMPORTERS } from '../../src/importers/registry.ts'
import { seeded } from '../bench/seeded.ts'
import { corpusOf } from './corpus.ts'
import { fuzzCounts, fuzzEntries } from './fuzz.ts'
import { fuzzImports } from './fuzz-imports.ts'

const { values } = parseArgs({ options: {
  records: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' }, importer: { type: 'string' },
} })
let found = 0
for (const importer of IMPORTERS.filter(({ id }) => values.importer === undefined || id === values.importer)) {
  const samples = await corpusOf(importer)
  const began = performance.now()
  const counts = fuzzCounts(importer, samples)
  const spoiled = fuzzEntries(importer, samples, { records: Number(values.records), random: seeded(Number(values.seed)) })
  const findings = [...counts.findings, ...spoiled.findings]
  found += findings.length
  const megabytes = Math.round(process.memoryUsage().rss / 1e6)
  console.log(`${importer.id}: ${spoiled.records + counts.records} records, ${findings.length} findings, ${((performance.now() - began) / 1000).toFixed(1)} s, ${megabytes} MB resident`)
  for (const { sample, fault } of findings.slice(0, 40)) console.log(`  ${sample}: ${fault}`)
}
if (values.importer === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const files = Math.max(400, Math.round(Number(values.records) / 100))
  const { entries, faults } = await fuzzImports(join(folder, 'fuzz.ledger'), { files, random: seeded(Number(values.seed)) })
  rmSync(folder, { recursive: true })
  found += faults.length
  console.log(`whole imports: ${files} files, ${entries} entries, ${faults.length} findings`)
  for (const fault of faults.slice(0, 40)) console.log(`  ${fault}`)
}
process.exitCode = found === 0 ? 0 : 1
