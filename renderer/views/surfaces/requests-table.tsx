// The requests behind a surface, newest first: only the rows in sight exist, pages are asked for as they come.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState, type ReactNode } from 'react'
import { Money, NoData } from '../../components/figures.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import * as format from '../../format.ts'
import { shortModel, shortPlacement } from '../../words.ts'
import { dayOf } from '../../../src/core/calendar.ts'
import type { Filters } from '../../../src/api/contract/shapes.ts'
import { useModelNames, useWindow } from '../../state/ledger.tsx'
import { pagesOf, useRequests, type RequestRow } from './use-requests.ts'

const ROW_PX = 28
/** Browsers end a scrolled area at about 16 million pixels. */
const MOST_SHOWN = 100_000

/** What scrolls must take the focus, or keys cannot scroll it. */
const SCROLLED_BY_KEYS = { tabIndex: 0 } as const

export function RequestsTable({ filters }: { filters: Filters }) {
  const box = useRef<HTMLDivElement>(null)
  const [known, setKnown] = useState(0)
  const { tz, today } = useWindow()
  const words = { nameOf: useModelNames(), tz, today }
  const shown = Math.min(known, MOST_SHOWN)
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this render only, never memoised
  const virtual = useVirtualizer({
    count: shown,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const { total, rowAt, error } = useRequests(filters, pagesOf(items[0]?.index ?? 0, items.at(-1)?.index ?? 0))
  if (total !== null && total !== known) setKnown(total)
  if (error !== null) return <ErrorState error={error} />
  if (total === null)
    return (
      <div className="panel-body">
        <LoadingBlock height={300} />
      </div>
    )
  if (total === 0)
    return (
      <EmptyState title="No single requests here">
        Either the filters leave nothing, or the evidence is reports, which hold sums only.
      </EmptyState>
    )
  return (
    <>
      <div className="requests" role="table" aria-label="Requests, newest first" aria-rowcount={total + 1}>
        <div role="rowgroup" className="requests-head">
          <HeadRow />
        </div>
        <div role="rowgroup" ref={box} className="requests-body" aria-label="Rows" {...SCROLLED_BY_KEYS}>
          <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => (
              <Row key={item.key} cells={cellsOf(rowAt(item.index), words)} index={item.index} top={item.start} />
            ))}
          </div>
        </div>
      </div>
      {total > MOST_SHOWN ? (
        <div className="panel-foot">
          The newest {format.count(MOST_SHOWN)} of {format.count(total)}. Choose fewer days for the others.
        </div>
      ) : null}
    </>
  )
}

const HEADS: readonly [string, boolean][] = [
  ['Time', false],
  ['Model', false],
  ['Placement', false],
  ['Uncached', true],
  ['Read', true],
  ['Written', true],
  ['Output', true],
  ['ms', true],
  ['List cost', true],
]

function HeadRow() {
  return (
    <div role="row" aria-rowindex={1} className="request-row">
      {HEADS.map(([head, isNumber]) => (
        <span key={head} role="columnheader" className={isNumber ? 'num' : ''}>
          {head}
        </span>
      ))}
    </div>
  )
}

function Row({ cells, index, top }: { cells: readonly ReactNode[]; index: number; top: number }) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="request-row"
      style={{ position: 'absolute', top, left: 0, right: 0 }}
    >
      {cells.map((cell, at) => (
        <span key={at} role="cell" className={HEADS[at]?.[1] === true ? 'num' : 'ellipsis'}>
          {cell}
        </span>
      ))}
    </div>
  )
}

interface Words {
  nameOf: (model: string) => string
  tz: string
  today: string
}

function cellsOf(row: RequestRow | null, { nameOf, tz, today }: Words): ReactNode[] {
  if (row === null) return HEADS.map(() => '')
  const day = dayOf(row.atMs, tz)
  const time = format.timeWithSeconds(row.atMs, tz)
  const { tokens } = row
  return [
    <span
      key="t"
      title={`${format.date(day)}, ${time}${row.assumedDate ? '. The date is assumed: the log has none.' : ''}`}
    >
      {day === today ? time : `${format.shortDate(day)} ${time}`}
    </span>,
    <span key="m" className="t2" title={row.rawModel}>
      {shortModel(nameOf(row.model))}
      {row.kind === 'message' ? '' : `, ${row.kind}`}
    </span>,
    <span key="p" className="t2" title={`${row.source}, entry ${format.count(row.position)}`}>
      {shortPlacement(row)}
      {row.tier === 'standard' ? '' : `, ${row.tier}`}
    </span>,
    format.count(tokens.uncachedInput),
    format.count(tokens.cacheRead),
    <span key="w" title={`5m ${format.count(tokens.cacheWrite5m)}, 1h ${format.count(tokens.cacheWrite1h)}`}>
      {format.count(tokens.cacheWrite5m + tokens.cacheWrite1h)}
    </span>,
    format.count(tokens.output),
    row.latencyMs === null ? <NoData key="l" word="–" /> : format.count(row.latencyMs),
    <Money key="c" pico={row.listCost} />,
  ]
}
