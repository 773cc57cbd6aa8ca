// `undo`: takes an import back; without an id it lists the imports.
import type { Output } from '../../api/contract/contract.ts'
import { JSON_OPTION } from '../arguments.ts'
import type { Command } from '../command.ts'
import { countOf, integer } from '../format.ts'
import { tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

export const undo: Command = {
  name: 'undo',
  usage: '[IMPORT_ID] [--db FILE] [--json]',
  summary: 'take an import back, or list the imports',
  options: { ...JSON_OPTION },
  async run(args, { client, print, note }) {
    const [text, ...others] = args.positionals
    if (others.length > 0) throw new UsageError('undo takes one import id.')
    if (text === undefined) {
      const { imports } = await client.call('imports.list', {})
      print(args.flag('json') ? `${JSON.stringify(imports, null, 2)}\n` : importsTable(imports))
      return 0
    }
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${text} is not an import id; "undo" alone lists them.`)
    const { removed, restored } = await client.call('imports.undo', { id: Number(text) })
    if (args.flag('json')) print(`${JSON.stringify({ removed, restored })}\n`)
    else note(`Import ${text} undone: ${countOf(removed, 'record')} removed, ${integer(restored)} of other imports restored.`)
    return 0
  },
}

function importsTable(imports: Output<'imports.list'>['imports']): string {
  const columns: Column[] = ['id', 'import', 'state', 'started', 'sources', 'accepted', 'duplicates', 'rejected']
    .map((title, at) => ({ title, numeric: at === 0 || at > 3 }))
  return tableText(columns, imports.map(({ id, label, state, startedAtMs, sources, tally }) => [
    String(id), label, state, new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' '), integer(sources),
    integer(tally.accepted), integer(tally.duplicates), integer(tally.rejected),
  ]))
}
