// `rebuild`: makes a damaged ledger anew from what can be read of it.
import type { Command } from '../command.ts'
import { countOf } from '../format.ts'
import { UsageError } from '../usage-error.ts'

export const rebuild: Command = {
  name: 'rebuild',
  usage: '[--db FILE]',
  summary: 'make a damaged ledger anew from what can be read',
  options: {},
  async run(args, { client, note }) {
    if (args.positionals.length > 0) throw new UsageError('rebuild takes no argument; --db names the ledger.')
    const { keptAs, records, incomplete } = await client.call('ledger.rebuild', {})
    note(`Rebuilt with ${countOf(records, 'record')}. The damaged file is kept as ${keptAs}.`)
    if (incomplete.length === 0) return 0
    note(`Not read to its end: ${incomplete.join(', ')}. Import the logs again: what is there already is not counted twice.`)
    return 1
  },
}
