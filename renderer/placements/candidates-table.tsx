// A surface on every placement: cost a month, what is asked and met, latency where logs have it. Unavailable ones are
// greyed with the reason. Decide and What-if share it; it asks the backend only when a figure is opened.
import { Check, CircleHelp, X } from 'lucide-react'
import { ComputedFigure } from '../components/computed.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Money, Named, NoData } from '../components/figures.tsx'
import { Swatch, placementFill } from '../components/swatch.tsx'
import type { Column } from '../components/table-model.ts'
import { CostThere } from '../explain/cost-there.tsx'
import { count, moneyChange } from '../format.ts'
import { parseUsd } from '../../src/core/money.ts'
import { placementKey } from '../../src/core/placement.ts'
import type { DecidedSurface } from '../../src/api/contract/placement-shapes.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { shortPlacement } from '../words.ts'
import { KIND_HEADS, KIND_NAMES, shortValue } from './requirement-options.ts'
import './placements.css'

export type Candidate = DecidedSurface['candidates'][number]

export interface CandidatesTableProps {
  decided: DecidedSurface
  filters: Filters
  selected: string | null
  onSelect: (key: string) => void
  maxHeight: number
  /** Without requirements there is no answer: the last column only says what stands against a placement. */
  withoutAnswer?: boolean
}

const pico = (usd: string | null) => (usd === null ? null : parseUsd(usd))
const keyOf = (row: Candidate) => placementKey(row.placement)

const MARKS = {
  yes: { Icon: Check, tone: 'good', word: '' },
  no: { Icon: X, tone: 'bad', word: 'no' },
  unknown: { Icon: CircleHelp, tone: 'warning', word: 'not known' },
} as const

function checkText(row: Candidate, kind: string): string {
  const check = row.checks.find((each) => each.kind === kind)
  if (check === undefined) return ''
  return check.satisfied === 'yes' ? `${shortValue(check.value)}${check.confirmed ? ', your proof' : ''}` : MARKS[check.satisfied].word
}

function CheckCell({ row, kind }: { row: Candidate; kind: string }) {
  const check = row.checks.find((each) => each.kind === kind)
  if (check === undefined) return null
  const { Icon, tone } = MARKS[check.satisfied]
  return (
    <span className="check-cell" title={check.note ?? undefined}>
      <Icon size={13} strokeWidth={2} aria-hidden className={tone} />
      {checkText(row, kind)}
    </span>
  )
}

export function latencyText({ latency }: Candidate): string | null {
  if (latency === null || latency.p50Ms === null || latency.p95Ms === null) return null
  return `${count(latency.p50Ms)}, ${count(latency.p95Ms)}`
}

function latencyTitle({ latency }: Candidate): string | undefined {
  if (latency === null) return undefined
  const first = latency.ttftCount === 0 || latency.ttftP50Ms === null ? ''
    : ` First token p50 ${count(latency.ttftP50Ms)} ms over ${count(latency.ttftCount)}.`
  const last = latency.p99Ms === null ? '' : `, p99 ${count(latency.p99Ms)} ms`
  return `${count(latency.count)} requests${last}.${first}`
}

/** `answer`, `qualifies`, `ruled out`, `not available`, in this order of luck. */
export function standing(row: Candidate, decided: DecidedSurface): string {
  if (decided.answer !== null && placementKey(decided.answer.placement) === keyOf(row)) return 'Answer'
  if (!row.available) return 'Not available'
  return row.satisfies ? 'Qualifies' : 'Ruled out'
}

/** Reasons stand in the order of the checks, then what keeps the traffic from running there: that weighs more. */
function mainReason({ reasons, checks, available }: Candidate): string | undefined {
  return reasons[available ? 0 : checks.filter(({ satisfied }) => satisfied !== 'yes').length]
}

/** Beside several columns of checks there is no room for a reason; the checks and the opened row give it. */
function StandingCell({ row, decided }: { row: Candidate; decided: DecidedSurface }) {
  const text = standing(row, decided)
  const reason = decided.constraints.length < 2 ? mainReason(row) : undefined
  return (
    <span className="clip" title={row.reasons.join(' ')}>
      {text === 'Answer' ? <span className="badge-good"><Check size={11} strokeWidth={2.5} aria-hidden />Answer</span> : text}
      {reason === undefined ? null : <span className="t3">{`: ${reason}`}</span>}
    </span>
  )
}

function AgainstCell({ row }: { row: Candidate }) {
  const text = row.reasons.length === 0 ? 'Available' : row.reasons.join(' ')
  return <span className="clip" title={text}>{text}</span>
}

function CostCell({ row, surface, filters }: { row: Candidate; surface: string; filters: Filters }) {
  if (row.monthlyUsd === null) return <NoData word="no price" />
  const { placement, monthlyUsd } = row
  return (
    <ComputedFigure
      figure={`the cost on ${shortPlacement(placement)}`}
      content={<CostThere {...{ surface, placement, monthlyUsd, filters }} />}
    >
      <Money pico={parseUsd(monthlyUsd)} />
    </ComputedFigure>
  )
}

function OverCell({ row }: { row: Candidate }) {
  const over = pico(row.overCheapestUsd)
  if (over === null) return <NoData />
  return row.cheapest ? <span className="good strong">cheapest</span> : <>{moneyChange(over)}</>
}

/** Also the columns of the CSV. */
export function candidateColumns(props: Pick<CandidatesTableProps, 'decided' | 'filters' | 'withoutAnswer'>): Column<Candidate>[] {
  const { decided, filters, withoutAnswer = false } = props
  const kinds = decided.constraints.map(({ kind }) => kind)
  return [
    {
      key: 'placement', head: 'Placement', name: 'Placement', sort: (row) => shortPlacement(row.placement), width: kinds.length > 1 ? '25%' : '28%',
      cell: (row) => <Named swatch={<Swatch fill={placementFill(keyOf(row))} />} title={shortPlacement(row.placement)}>{shortPlacement(row.placement)}</Named>,
      csv: { type: 'text', value: (row) => shortPlacement(row.placement) },
    },
    ...kinds.map((kind): Column<Candidate> => ({
      key: kind, head: KIND_HEADS[kind] ?? kind, name: KIND_NAMES[kind] ?? kind, width: kinds.length > 1 ? '11%' : '12%', sort: (row) => checkText(row, kind),
      cell: (row) => <CheckCell row={row} kind={kind} />, csv: { type: 'text', value: (row) => checkText(row, kind) },
    })),
    {
      key: 'monthly', head: 'A month', name: 'Cost a month USD', align: 'number', width: '12%', sort: (row) => pico(row.monthlyUsd),
      cell: (row) => <CostCell row={row} surface={decided.surface} filters={filters} />,
      csv: { type: 'number', value: (row) => row.monthlyUsd },
    },
    {
      key: 'over', head: 'Over', name: 'Over the cheapest USD', align: 'number', width: '11%', sort: (row) => pico(row.overCheapestUsd),
      cell: (row) => <OverCell row={row} />, csv: { type: 'number', value: (row) => row.overCheapestUsd },
    },
    {
      key: 'latency', head: 'p50, p95 ms', name: 'p50 and p95 latency ms', align: 'number', width: '13%', sort: (row) => row.latency?.p50Ms ?? null,
      cell: (row) => {
        const text = latencyText(row)
        return text === null ? <NoData /> : <span title={latencyTitle(row)}>{text}</span>
      },
      csv: { type: 'text', value: latencyText },
    },
    withoutAnswer ? {
      key: 'against', head: 'Against it', name: 'Against it', cell: (row) => <AgainstCell row={row} />,
      csv: { type: 'text', value: (row) => row.reasons.join(' ') },
    } : {
      key: 'standing', head: 'Answer', name: 'Answer', cell: (row) => <StandingCell row={row} decided={decided} />,
      csv: { type: 'text', value: (row) => [standing(row, decided), ...row.reasons].join(' ') },
    },
  ]
}

export function CandidatesTable(props: CandidatesTableProps) {
  const { decided, selected, onSelect, maxHeight } = props
  return (
    <DataTable
      caption={`${decided.surface} on every placement`} columns={candidateColumns(props)} rows={decided.candidates} rowKey={keyOf}
      initialSort={{ key: 'monthly', direction: 'ascending' }} selectedKey={selected} onOpen={(row) => onSelect(keyOf(row))}
      dim={(row) => !row.available || !row.satisfies} stickyHead maxHeight={maxHeight} className="candidates" fixed
    />
  )
}

const measured = (decided: DecidedSurface) => decided.candidates.some((row) => latencyText(row) !== null)

/** Why a latency is missing, and how to get it. */
export function latencyNote(decided: DecidedSurface): string {
  return measured(decided)
    ? `No data: no request of ${decided.surface} that carries a latency ran there in the window.`
    : 'Latency is not in your logs. Converse invocation logs, gateway exports and OpenTelemetry traces carry it.'
}
