// Columns of the lines of a bill: what they charge, how much, and where they stand.
import { Money, Tokens } from '../../components/figures.tsx'
import { csvUsd, type Column } from '../../components/table-model.ts'
import * as format from '../../format.ts'
import type { BillLine } from '../../../src/api/contract/reconcile-shapes.ts'
import { routeLabel } from '../../../src/core/placement.ts'
import { formatName } from '../../state/format-names.ts'
import { meterName, meterOrder } from './cause-words.ts'
import { keyText } from './figures-columns.tsx'
import { ModelName, SourceName } from './names.tsx'

const isStandard = (word: string) => word === 'standard' || word === 'unknown'

export function billColumns(nameOf: (model: string) => string): Column<BillLine>[] {
  return [
    {
      key: 'day', head: 'Day UTC', name: 'Day UTC', sort: (line) => line.firstDay,
      cell: (line) => format.shortDateRange(line.firstDay, line.lastDay),
    },
    {
      key: 'model', head: 'Model', name: 'Model', sort: (line) => line.model,
      cell: (line) => <ModelName id={line.rawModel} name={keyText('model', line.model, nameOf)} />,
    },
    {
      key: 'meter', head: 'Charge', name: 'Charge', sort: (line) => meterOrder(line.meter),
      cell: (line) => (
        <span title={[routeLabel(line.route), line.tier, line.speed].join(', ')}>
          {meterName(line.meter)}
          {isStandard(line.tier) ? '' : `, ${line.tier}`}
          {isStandard(line.speed) ? '' : `, ${line.speed}`}
        </span>
      ),
    },
    {
      key: 'tokens', head: 'Tokens', name: 'Tokens', align: 'number', sort: (line) => line.tokens,
      cell: (line) => (line.tokens === null ? <span className="t3">not stated</span> : <Tokens value={line.tokens} />),
    },
    {
      key: 'billed', head: 'Billed', name: 'Billed USD', align: 'number', sort: (line) => BigInt(line.billed),
      cell: (line) => (
        <span title={line.estimated ? 'Estimated: may still change' : undefined}>
          <Money pico={line.billed} />
          {line.estimated ? <span className="warning"> est.</span> : null}
        </span>
      ),
    },
    {
      key: 'source', head: 'Source, line', name: 'Source and line', sort: (line) => line.source,
      cell: (line) => (
        <SourceName source={line.source} position={line.position} about={formatName(line.importer)} />
      ),
    },
  ]
}

const text = (name: string, value: (line: BillLine) => string | null): Column<BillLine> => ({
  key: name, name, head: name, cell: () => null, csv: { type: 'text', value },
})
const number = (name: string, value: (line: BillLine) => string | number | null): Column<BillLine> => ({
  key: name, name, head: name, cell: () => null, csv: { type: 'number', value },
})

export const BILL_CSV: readonly Column<BillLine>[] = [
  text('First day UTC', (line) => line.firstDay),
  text('Last day UTC', (line) => line.lastDay),
  text('Platform', (line) => line.platform),
  text('Route', (line) => line.route),
  text('Model', (line) => line.model),
  text('Model as billed', (line) => line.rawModel),
  text('Charge', (line) => line.meter),
  text('Tier', (line) => line.tier),
  text('Speed', (line) => line.speed),
  number('Tokens', (line) => line.tokens),
  number('Billed USD', (line) => csvUsd(line.billed)),
  number('List USD', (line) => csvUsd(line.list)),
  text('Estimated', (line) => (line.estimated ? 'yes' : 'no')),
  text('Account', (line) => line.account),
  text('Workspace', (line) => line.workspace),
  text('API key', (line) => line.apiKey),
  text('Format', (line) => line.importer),
  text('Source', (line) => line.source),
  number('Line', (line) => line.position),
]
