// What stands here without a bill: which bills can be read and where each is found. And what stands here without logs.
import { FileUp, Folder } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { EmptyState } from '../../components/states.tsx'
import { DEFAULT_FILTERS, isNarrowed } from '../../state/filters.ts'
import { useImporting } from '../../state/importing.ts'
import { useWindow } from '../../state/ledger.tsx'
import { changeFilters, hrefOf } from '../../state/navigation.tsx'

interface BillKind {
  what: string
  where: string
  sample: string
}

const ANTHROPIC: readonly BillKind[] = [
  { what: 'Console cost CSV', where: 'Claude Console, Cost, Export', sample: 'claude_api_cost_*_to_*.csv' },
  {
    what: 'Cost report',
    where: 'Pages of the Admin API, grouped by description; or pulled in Data, Sources',
    sample: 'GET /v1/organizations/cost_report?group_by[]=description&group_by[]=workspace_id',
  },
  {
    what: 'Cost analytics',
    where: 'Pages of the newer Admin API, which states list amounts too',
    sample: 'GET /v1/organizations/analytics/cost',
  },
]

const AWS: readonly BillKind[] = [
  {
    what: 'Cost and Usage Report',
    where: 'AWS Billing, Data Exports: CUR 2.0 or the legacy report, CSV or Parquet, daily or hourly',
    sample: 'aws s3 sync s3://BUCKET/PREFIX .',
  },
  {
    what: 'FOCUS export',
    where: 'AWS Billing, Data Exports: FOCUS 1.0 to 1.2, CSV or Parquet',
    sample: 'aws s3 sync s3://BUCKET/FOCUS .',
  },
  {
    what: 'Cost Explorer',
    where: 'The JSON of get-cost-and-usage, daily, by service and usage type',
    sample:
      'aws ce get-cost-and-usage --granularity DAILY --metrics UnblendedCost UsageQuantity ' +
      '--group-by Type=DIMENSION,Key=SERVICE Type=DIMENSION,Key=USAGE_TYPE --time-period Start=2026-11-01,End=2026-12-01',
  },
]

const LONGEST_WORD = 60

/** A command breaks between its words, never inside an option. */
function Sample({ text }: { text: string }) {
  return (
    <code>
      {text.split(' ').map((word, index) => (
        <span key={index}>
          {index === 0 ? '' : ' '}
          <span className={word.length > LONGEST_WORD ? '' : 'nowrap'}>{word}</span>
        </span>
      ))}
    </code>
  )
}

function Kinds({ title, subtitle, kinds }: { title: string; subtitle: string; kinds: readonly BillKind[] }) {
  return (
    <Panel>
      <PanelHead title={title} subtitle={subtitle} />
      <ul className="first-where">
        {kinds.map(({ what, where, sample }) => (
          <li key={what}>
            <strong>{what}</strong>
            <span className="t2">{where}</span>
            <Sample text={sample} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function ChooseButtons() {
  const importing = useImporting()
  return (
    <div className="row">
      <Button kind="primary" icon={FileUp} onClick={() => importing.choose('files')}>Choose bills</Button>
      <Button icon={Folder} onClick={() => importing.choose('folder')}>Choose a folder</Button>
    </div>
  )
}

export function NoBills() {
  return (
    <div className="view">
      <Panel>
        <EmptyState title="No bill has been read yet" action={<ChooseButtons />}>
          Drop a bill anywhere in this window. It is set beside what the logs cost at list price, and every difference gets
          its cause: a discount, a missing day of logs, another route, rounding. Like logs, bills stay on this computer.
        </EmptyState>
      </Panel>
      <div className="columns bill-kinds">
        <Kinds title="Bills of the Claude API" subtitle="Any one of them is enough." kinds={ANTHROPIC} />
        <Kinds title="Bills of Amazon Bedrock" subtitle="Any one of them is enough; the first states the most." kinds={AWS} />
      </div>
    </div>
  )
}

/** Bills are there, but nothing of them or of the logs lies under the filters. */
export function NothingCompared() {
  const { state } = useWindow()
  const narrow = isNarrowed(state)
  const clear = () => changeFilters(narrow ? { ...DEFAULT_FILTERS, range: state.range } : { range: { preset: 'all' } })
  return (
    <div className="view">
      <Panel>
        <EmptyState
          title="No bill in this window"
          action={<Button size="small" onClick={clear}>{narrow ? 'Clear the filters' : 'Show all days'}</Button>}
        >
          {narrow
            ? 'Bills have been read, but none covers these days with this platform and model.'
            : 'Bills have been read, but none covers these days.'}
        </EmptyState>
      </Panel>
    </div>
  )
}

/** All that is billed is a gap: say so before the figures do. */
export function NoLogsNote() {
  return (
    <p className="scope-note warning">
      No logs cover these days, so that all of the bill stands as a gap in the logs.{' '}
      <a className="in-text" href={hrefOf('data', { tab: 'imports' })}>Import the logs</a>
    </p>
  )
}
