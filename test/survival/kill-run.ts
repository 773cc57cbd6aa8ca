// The long run: npm run survive -- [--kills N] [--seed S]. Ends with status 1 where a ledger was not as it must be.
import { parseArgs } from 'node:util'
import { killRuns } from './kill.ts'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } } })
const results = await killRuns({
  kills: Number(values.kills), seed: Number(values.seed), size: { files: 40, linesAFile: 500 }, tell: (line) => console.log(line),
})
const wrong = results.filter((result) => result.wrong.length > 0)
console.log(`${results.length} killed (seed ${values.seed}), ${wrong.length} not sound`)
process.exitCode = wrong.length === 0 ? 0 : 1
