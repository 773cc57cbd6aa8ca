// A few of the kills; `npm run survive` does hundreds.
import { expect, test } from 'vitest'
import { killRuns } from './kill.ts'

test('a killed backend leaves a sound ledger, with all it had reported, to which importing again adds what is missing', async () => {
  const results = await killRuns({ kills: 8, seed: Number(process.env['KILL_SEED'] ?? 1), size: { files: 12, linesAFile: 150 } })
  expect(results.filter(({ wrong }) => wrong.length > 0)).toEqual([])
  expect(results).toHaveLength(8)
}, 240_000)
