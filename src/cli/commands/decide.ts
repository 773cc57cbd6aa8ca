// `decide`: which placement each surface should have, by which rule, and what its constraint costs. Asks the contract.
import { z } from 'zod'
import { parseUsd } from '../../core/money.ts'
import { placementLabel } from '../../core/placement.ts'
import type { Output } from '../../api/contract/contract.ts'
import { requirements as requirementsShape } from '../../api/contract/placement-shapes.ts'
import { FILTER_OPTIONS, JSON_OPTION, readFilters } from '../arguments.ts'
import type { Arguments, Command } from '../command.ts'
import { countOf, usd } from '../format.ts'
import { readJsonFile } from '../json-file.ts'
import { tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

type Answer = Output<'decide.answer'>
type Surface = Answer['surfaces'][number]

export const decide: Command = {
  name: 'decide',
  usage: '[--surface S] [--requirements FILE] [--from D] [--to D] [--tz ZONE] [--basis B] [--db FILE] [--json | --md]',
  summary: 'where each surface should run, and what its constraints cost a month',
  options: {
    ...JSON_OPTION, ...FILTER_OPTIONS, md: { type: 'boolean' }, surface: { type: 'string' }, requirements: { type: 'string' },
  },
  async run(args, { client, print, note }) {
    if (args.positionals.length > 0) throw new UsageError('decide takes no file; name the answers with --requirements FILE.')
    if (args.flag('json') && args.flag('md')) throw new UsageError('Choose --json or --md, not both.')
    const { tz } = await client.call('settings.get', {})
    const asked = { filters: readFilters(args, tz), ...await readAsked(args) }
    if (args.flag('json') || args.flag('md')) {
      const { json, markdown } = await client.call('decide.record', asked)
      print(args.flag('md') ? markdown : `${JSON.stringify(json, null, 2)}\n`)
      return 0
    }
    const answer = await client.call('decide.answer', asked)
    print(answerTable(answer))
    print(`\n${answer.all.sentence}\n`)
    for (const surface of answer.surfaces) print(surfaceText(surface))
    note(`A month is ${countOf(answer.coveredDays, 'covered day')} averaged x 30.4375.`)
    return 0
  },
}

async function readAsked(args: Arguments) {
  const surface = args.text('surface')
  const path = args.text('requirements')
  const requirements = path === null ? null : await readJsonFile(path, z.array(requirementsShape))
  return { ...(surface === null ? {} : { surface }), ...(requirements === null ? {} : { requirements }) }
}

const amount = (text: string | null) => (text === null ? null : usd(parseUsd(text)))

const COLUMNS: readonly Column[] = [
  ...['surface', 'rule', 'placement'].map((title) => ({ title, numeric: false })),
  ...['now USD', 'there USD', 'constraint USD'].map((title) => ({ title, numeric: true })),
]

function answerTable({ surfaces, all }: Answer): string {
  const rows = surfaces.map(({ surface, rule, answer, currentMonthlyUsd, constraintUsd }) => [
    surface, rule.replaceAll('-', ' '), answer === null ? 'none known' : placementLabel(answer.placement),
    amount(currentMonthlyUsd), amount(answer?.monthlyUsd ?? null), amount(constraintUsd),
  ])
  const total = [
    all.unanswered.length === 0 ? 'together' : 'answered together', '', '',
    amount(all.currentMonthlyUsd), amount(all.answerMonthlyUsd), amount(all.constraintUsd),
  ]
  return tableText(COLUMNS, [...rows, total])
}

function surfaceText({ surface, because, counterCase }: Surface): string {
  return [`\n${surface}: ${because}`, ...counterCase.map((text) => `  But: ${text}`)].map((line) => `${line}\n`).join('')
}
