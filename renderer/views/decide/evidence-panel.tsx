// What speaks for the answer and what speaks against it: what goes into the decision record.
import { Copy } from 'lucide-react'
import { callBridge, problemText, useBridge } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { count, dateRange, THIN } from '../../format.ts'
import { hostOf } from '../../words.ts'
import type { DecidedSurface } from '../../../src/api/contract/placement-shapes.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { useCopy } from './use-copy.ts'

const WHAT: Readonly<Record<string, string>> = {
  rule: 'Rule', requirement: 'Requirement', today: 'Today', coverage: 'Coverage', latency: 'Latency', models: 'Models', features: 'Features',
}

const ADDRESS = /(https:\/\/[^\s,]+)/

/** Addresses as links that name their host. */
function WithLinks({ text }: { text: string }) {
  return text.split(ADDRESS).map((part, index) => {
    if (!ADDRESS.test(part)) return part
    const url = part.replace(/\.$/, '')
    return <a key={index} href={url} target="_blank" rel="noreferrer" title={url}>{hostOf(url)}</a>
  })
}

function sensitivityText({ breakEvenDiscountPct, constraintUsd }: DecidedSurface): string {
  if (breakEvenDiscountPct !== null) return `A discount of ${breakEvenDiscountPct}${THIN}% at the answer would make the constraint free.`
  return constraintUsd === null ? 'No answer to vary.' : Number(constraintUsd) <= 0 ? 'The constraint costs nothing as it is.' : 'No discount would make it free.'
}

export interface EvidencePanelProps {
  decided: DecidedSurface
  coveredDays: number
  filters: Filters
  isStale: boolean
}

function useCopyRecord(surface: string, filters: Filters): () => void {
  const bridge = useBridge()
  const copy = useCopy()
  const toast = useToast()
  return () => {
    callBridge(bridge, 'decide.record', { filters, surface }).then(
      ({ markdown }) => copy(markdown, `The decision record of ${surface} is copied`),
      (error: unknown) => toast({ title: problemText(error).message, kind: 'bad' }),
    )
  }
}

export function EvidencePanel({ decided, coveredDays, filters, isStale }: EvidencePanelProps) {
  const copyRecord = useCopyRecord(decided.surface, filters)
  const days = filters.from === null || filters.to === null ? 'All days' : dateRange(filters.from, filters.to)
  const facts = [
    ...decided.evidence.map(({ what, text }) => ({ term: WHAT[what] ?? what, text })),
    { term: 'Window', text: `${days}, ${count(coveredDays)} whole days with data. ${decided.pricedPct}${THIN}% priced, ${decided.lowerBound ? 'partly' : 'none'} lower bound.` },
    { term: 'Sensitivity', text: sensitivityText(decided) },
  ]
  return (
    <Panel label="Evidence" className={`evidence-panel ${isStale ? 'stale' : ''}`}>
      <PanelHead
        title="Evidence and the case against" subtitle="Goes into the decision record."
        actions={<Button icon={Copy} size="small" onClick={copyRecord}>Copy</Button>}
      />
      <dl>
        {facts.map(({ term, text }, index) => (
          <div key={`${term} ${index}`}><dt>{term}</dt><dd><WithLinks text={text} /></dd></div>
        ))}
      </dl>
      <div className="case-against">
        <h3>The case against</h3>
        {decided.counterCase.length === 0 ? <p>Nothing known here speaks against it.</p> : decided.counterCase.map((text) => <p key={text}>{text}</p>)}
      </div>
    </Panel>
  )
}
