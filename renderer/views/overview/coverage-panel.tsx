// What the figures rest on: how much is priced, attributed, only a lower bound, each with its remedy.
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useCall } from '../../api.ts'
import { NoData } from '../../components/figures.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import * as format from '../../format.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { Coverage } from '../../state/coverage.ts'
import { useWindow } from '../../state/ledger.tsx'
import { hrefOf, useViewParam } from '../../state/navigation.tsx'

export function CoveragePanel({ coverage, stale }: { coverage: Coverage; stale: boolean }) {
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
          actions={
            <a className="link" href={hrefOf('data')}>
              Data
              <ChevronRight size={14} aria-hidden />
            </a>
          }
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
                : { label: 'Make a rule', href: hrefOf('surfaces', { open: UNATTRIBUTED, tab: 'origins' }) }
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
        </div>
      </div>
    </Panel>
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
