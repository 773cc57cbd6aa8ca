// `surfaces`: sets the attribution rules from a file, and says what each of them catches.
import { z } from 'zod'
import { surfaceRule, type Filters } from '../../api/contract/shapes.ts'
import type { Output } from '../../api/contract/contract.ts'
import { JSON_OPTION } from '../arguments.ts'
import type { Command } from '../command.ts'
import { countOf, integer } from '../format.ts'
import { readJsonFile } from '../json-file.ts'
import { tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Preview = Output<'surfaces.preview'>
type Rules = Output<'surfaces.rules'>['rules']

const EVERYTHING: Filters = { from: null, to: null, tz: 'system', basis: null, platforms: [], surfaces: [], models: [], routes: [] }

export const surfaces: Command = {
  name: 'surfaces',
  usage: 'RULES.json [--db FILE] [--json]',
  summary: 'set the attribution rules',
  options: { ...JSON_OPTION },
  async run(args, { client, print, note }) {
    const [path, ...others] = args.positionals
    if (path === undefined || others.length > 0) throw new UsageError('surfaces takes one file of rules.')
    const rules = await readJsonFile(path, z.array(surfaceRule))
    // Looking first also checks the rules, so that nothing is set by a file that is wrong.
    const preview = await client.call('surfaces.preview', { rules, filters: EVERYTHING })
    await client.call('surfaces.setRules', { rules })
    if (args.flag('json')) print(`${JSON.stringify(previewJson(rules, preview), null, 2)}\n`)
    else {
      print(previewTable(rules, preview))
      const { leftOverRequests, totalRequests } = preview
      note(`${countOf(rules.length, 'rule')} set.`)
      note(`${countOf(leftOverRequests, 'request')} of ${integer(totalRequests)} caught by none.`)
    }
    return 0
  },
}

function previewJson(rules: Rules, { rules: caught, leftOverRequests, totalRequests }: Preview) {
  return { rules: rules.map((rule, at) => ({ ...rule, ...caught[at] })), leftOverRequests, totalRequests }
}

function previewTable(rules: Rules, { rules: caught }: Preview): string {
  const columns: Column[] = ['surface', 'when', 'requests', 'tokens', 'origins'].map((title, at) => ({ title, numeric: at > 1 }))
  return tableText(columns, rules.map(({ surface, when }, at) => {
    const found = caught[at]
    const conditions = Object.entries(when).map(([field, glob]) => `${field}=${glob}`).join(' ')
    return [surface, conditions, integer(found?.requests ?? 0), integer(found?.tokens ?? 0), integer(found?.origins ?? 0)]
  }))
}
