// What the figures rest on: how much is priced, attributed, only a lower bound, each with its remedy.
import { ChevronRight, Download } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useCall } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { NoData } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { csvUsd } from '../../components/table-model.ts'
import * as format from '../../format.ts'
import { csvText, type CsvOptions } from '../../../src/core/csv.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { Figures } from '../../../src/api/contract/shapes.ts'
import type { Coverage } from '../../state/coverage.ts'
import { useWindow } from '../../state/ledger.tsx'
import { hrefOf, useViewParam } from '../../state/navigation.tsx'

export interface CoveragePanelProps {
  coverage: Coverage
  /** Usage that is not billed per token; null: none is marked. */
  plan: Figures | null
  stale: boolean
}

export function CoveragePanel({ coverage, plan, stale }: CoveragePanelProps) {
  const box = useRef<HTMLDivElement>(null)
  const [show, setShow] = useViewParam('show', '')
  useEffect(() => {
    if (show !== 'coverage') return
    box.current?.scrollIntoView({ block: 'nearest' })
    box.current?.focus()
    setShow('')
  }, [show, setShow])
  return (
    <Panel>
      <div ref={box} tabIndex={-1}>
        <PanelHead
          title="Coverage"
          subtitle="What these figures rest on."
          actions={<Actions coverage={coverage} />}
        />
        <div className={`coverage ${stale ? 'stale' : ''}`}>
          <Bar
            label="Priced"
            ratio={coverage.priced}
            remark={<Unpriced coverage={coverage} />}
            remedy={
              coverage.unpricedTokens === 0
                ? null
                : { label: 'Map or add a price', href: hrefOf('data', { tab: 'prices' }) }
            }
          />
          <Bar
            label="Attributed"
            ratio={coverage.attributed}
            remark={<Unattributed coverage={coverage} />}
            remedy={
              coverage.unattributedCost === 0n
                ? null
                : { label: 'Make a rule', href: hrefOf('surfaces', { open: UNATTRIBUTED, tab: 'origins', rules: 'edit' }) }
            }
          />
          <Bar
            label="Lower bound"
            ratio={coverage.lowerBound}
            warn
            remark={
              coverage.lowerBoundCost === 0n
                ? 'Every price is known to the band and the cache class'
                : `${format.money(coverage.lowerBoundCost)} priced at the lowest band`
            }
            remedy={coverage.lowerBoundCost === 0n ? null : { label: 'Import requests', href: hrefOf('data') }}
          />
          {plan === null ? null : <OnPlan plan={plan} />}
        </div>
      </div>
    </Panel>
  )
}

function OnPlan({ plan }: { plan: Figures }) {
  return (
    <p className="caption">
      Besides, {format.money(BigInt(plan.listCost ?? '0'))} of value on a plan, which is no spend.{' '}
      <a className="link" href={hrefOf('data', { tab: 'sources' })}>
        Sources
      </a>
    </p>
  )
}

function Actions({ coverage }: { coverage: Coverage }) {
  const { from, to } = useWindow()
  const saveCsv = useSaveCsv()
  return (
    <>
      <IconButton
        icon={Download}
        label="Save as CSV"
        onClick={() => saveCsv(`coverage ${from} to ${to}`, (options) => coverageCsv(coverage, options))}
      />
      <a className="link" href={hrefOf('data')}>
        Data
        <ChevronRight size={14} aria-hidden />
      </a>
    </>
  )
}

/** Shares as numbers from 0 to 1, with what is missing from them; empty where there is no usage. */
export function coverageCsv(coverage: Coverage, options: CsvOptions): string {
  const rounded = (ratio: number | null) => (ratio === null ? null : Number(ratio.toFixed(6)))
  const columns = [
    { name: 'What', type: 'text' as const },
    { name: 'Share', type: 'number' as const },
    { name: 'Requests without a price', type: 'number' as const },
    { name: 'Tokens without a price', type: 'number' as const },
    { name: 'List cost concerned USD', type: 'number' as const },
  ]
  return csvText(
    {
      columns,
      rows: [
        ['Priced', rounded(coverage.priced), coverage.unpricedRequests, coverage.unpricedTokens, null],
        ['Attributed', rounded(coverage.attributed), null, null, csvUsd(coverage.unattributedCost)],
        ['Lower bound', rounded(coverage.lowerBound), null, null, csvUsd(coverage.lowerBoundCost)],
      ],
    },
    options,
  )
}

function Unpriced({ coverage }: { coverage: Coverage }) {
  if (coverage.unpricedTokens === 0) return 'Every token has a price'
  const uncounted = coverage.unpricedRequests === null || coverage.unpricedRequests === 0
  return uncounted
    ? `${format.tokens(coverage.unpricedTokens)} tokens without a price`
    : `${format.count(coverage.unpricedRequests ?? 0)} requests without a price`
}

function Unattributed({ coverage }: { coverage: Coverage }) {
  const { filters, ready } = useWindow()
  const rules = useCall('surfaces.rules', {})
  const preview = useCall(
    'surfaces.preview',
    { rules: rules.data?.rules ?? [], filters },
    { enabled: ready && rules.data !== undefined && coverage.unattributedCost > 0n },
  )
  if (coverage.unattributedCost === 0n) return 'Every origin has a surface'
  const origins = new Set(
    preview.data?.leftOver
      .filter(({ surface }) => surface === UNATTRIBUTED)
      .map(({ origin }) => JSON.stringify(origin)),
  ).size
  const from = origins === 0 ? '' : ` from ${origins === 1 ? '1 origin' : `${origins} origins`}`
  return `${format.money(coverage.unattributedCost)}${from}`
}

interface BarProps {
  label: string
  ratio: number | null
  remark: ReactNode
  remedy: { label: string; href: string } | null
  warn?: boolean
}

function Bar({ label, ratio, remark, remedy, warn = false }: BarProps) {
  return (
    <div className="coverage-item">
      <div className="coverage-line">
        <span>{label}</span>
        <span>{ratio === null ? <NoData /> : format.percent(ratio)}</span>
      </div>
      <span className="coverage-track" aria-hidden>
        <i data-warn={warn} style={{ width: `${(ratio ?? 0) * 100}%` }} />
      </span>
      <div className="coverage-remark">
        <span className="ellipsis">{remark}</span>
        {remedy === null ? null : (
          <a className="link" href={remedy.href}>
            {remedy.label}
          </a>
        )}
      </div>
    </div>
  )
}
