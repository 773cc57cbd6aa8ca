// What stands in a place while the ledger is empty: what to drop, where it is found, what will be seen.
import { ChevronRight, FileUp, Folder, Lock, Upload } from 'lucide-react'
import { Rehearsal } from '../charts/rehearsal.tsx'
import { Button } from '../components/button.tsx'
import { Panel, PanelHead } from '../components/panel.tsx'
import { useImporting } from '../state/importing.ts'
import { hrefOf } from '../state/navigation.tsx'

const WHERE: readonly { what: string; where: string; sample: string | null }[] = [
  {
    what: 'Bedrock invocation logs',
    where: 'The S3 prefix or CloudWatch log group set under Bedrock, Settings, Model invocation logging',
    sample: 'aws s3 sync s3://BUCKET/AWSLogs .',
  },
  {
    what: 'Messages API responses',
    where: 'Your own log of API replies, one JSON a line, bare or wrapped by a logger',
    sample: '*.jsonl *.json *.gz',
  },
  {
    what: 'Claude Code transcripts',
    where: 'The projects folder in your home directory',
    sample: '~/.claude/projects',
  },
  {
    what: 'Claude Console usage',
    where: 'Usage page, Export; or pages of the Admin API usage report',
    sample: 'usage_*.csv',
  },
  {
    what: 'Bills, to compare',
    where: 'Console, Cost, Export; AWS Cost and Usage Reports or FOCUS exports, as CSV or Parquet',
    sample: 'claude_api_cost_*.csv',
  },
]

const PLACES_TO_SEE: readonly { title: string; text: string }[] = [
  {
    title: 'Overview, Surfaces, Caching',
    text: 'What each product surface spends, and what caching saves after the cost of its writes.',
  },
  {
    title: 'What-if, Decide',
    text: 'What a move between direct and managed would cost, part by part, and what each requirement costs a month.',
  },
  {
    title: 'Reconcile, Data',
    text: 'Bills beside logs, every difference with its cause; every line that was left out and why; the price book.',
  },
]

export function FirstStart() {
  return (
    <div className="first-start">
      <DropCard />
      <Rehearsal />
      <Panel>
        <PanelHead
          title="Where to find them"
          subtitle="Start with one. Others can be added at any time, and reading the same thing twice changes nothing."
          actions={
            <a className="link" href={hrefOf('data', { tab: 'pulls' })}>
              Or fetch reports from AWS or Anthropic
              <ChevronRight size={14} aria-hidden />
            </a>
          }
        />
        <ul className="first-where">
          {WHERE.map(({ what, where, sample }) => (
            <li key={what}>
              <strong>{what}</strong>
              <span className="t2">{where}</span>
              {sample === null ? null : <code>{sample}</code>}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel>
        <PanelHead
          title="What you will see"
          actions={
            <a className="link" href={hrefOf('data')}>
              Settings and prices
              <ChevronRight size={14} aria-hidden />
            </a>
          }
        />
        <ul className="first-see">
          {PLACES_TO_SEE.map(({ title, text }) => (
            <li key={title}>
              <strong>{title}</strong>
              <span className="t2">{text}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function DropCard() {
  const importing = useImporting()
  return (
    <section className="first-drop" aria-label="Import">
      <Upload size={40} strokeWidth={1.5} aria-hidden />
      <div>
        <h2>Drop your usage logs here</h2>
        <p className="t2">
          Files or whole folders, zipped or not. Token Ledger finds out from the content what they are, prices every
          request at the list price of its day, and shows what it could not read.
        </p>
        <div className="row">
          <Button kind="primary" icon={FileUp} onClick={() => importing.choose('files')}>
            Choose files
          </Button>
          <Button icon={Folder} onClick={() => importing.choose('folder')}>
            Choose a folder
          </Button>
          <Button kind="plain" onClick={importing.loadSample}>
            Open the sample ledger
          </Button>
        </div>
        <p className="small row">
          <Lock size={14} strokeWidth={1.75} aria-hidden />
          Everything stays in one file on this computer. No prompt or answer text is stored or logged.
        </p>
      </div>
    </section>
  )
}
