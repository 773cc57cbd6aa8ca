// A process that works on a ledger until it is killed: node victim.ts LEDGER ROOT STEP... Says each step it has finished,
// as the window would say it to the user. A step is `import:FOLDER` or `undo:IMPORT_ID`.
import { join } from 'node:path'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import { createClient } from '../../src/api/client.ts'

const [ledgerPath = '', root = '', ...steps] = process.argv.slice(2)
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

say({ starting: true })
const backend = createBackend({ ledgerPath, version: 'test' })
const client = createClient(backend)
say({ opened: true })

for (const step of steps) {
  const [what, argument = ''] = step.split(':')
  if (what === 'import') {
    const [request] = await sourcesFromPaths([join(root, argument)])
    if (request === undefined) throw new Error('Nothing to import')
    const id = await backend.startImport(request).done
    const { summary } = await client.call('imports.report', { id })
    say({ imported: id, state: summary.state, accepted: summary.tally.accepted, duplicates: summary.tally.duplicates })
  } else {
    await client.call('imports.undo', { id: Number(argument) })
    say({ undone: Number(argument) })
  }
}
await backend.close()
