// The common claim about caching beside the user's own figures, one dot a surface.
import { useEffect, useRef, useState } from 'react'
import { ClaimDots } from '../../charts/claim-dots.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Percent } from '../../components/figures.tsx'
import { seriesFill } from '../../components/swatch.tsx'
import { tableCsv, type Column } from '../../components/table-model.ts'
import { NO_DATA, percent, THIN } from '../../format.ts'
import { CLAIM, claimVerdict, type CachingFigures, type SurfaceCaching } from './caching-model.ts'

interface Row extends Pick<CachingFigures, 'hitRate' | 'shareSaved'> {
  name: string
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'name',
    head: 'Surface',
    name: 'Surface',
    cell: (row) => row.name,
    csv: { type: 'text', value: (row) => row.name },
  },
  {
    key: 'hitRate',
    head: 'Hit rate',
    name: 'Hit rate',
    align: 'number',
    cell: (row) => <Percent ratio={row.hitRate} />,
    csv: { type: 'number', value: (row) => row.hitRate },
  },
  {
    key: 'share',
    head: 'Share saved',
    name: 'Share of cost saved',
    align: 'number',
    cell: (row) => <Percent ratio={row.shareSaved} />,
    csv: { type: 'number', value: (row) => row.shareSaved },
  },
  {
    key: 'verdict',
    head: 'Beside the claim',
    name: 'Beside the claim',
    cell: claimVerdict,
    csv: { type: 'text', value: claimVerdict },
  },
]

const ROW_HEIGHT = 33
const MOST_ROWS = 7

/** Width of an element, followed as it changes. */
function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (box.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return [box, width]
}

export function ClaimPanel({
  total,
  rows,
  slotOf,
}: {
  total: CachingFigures
  rows: readonly SurfaceCaching[]
  slotOf: (surface: string) => number
}) {
  const [box, width] = useWidth()
  const bySaved = rows.toSorted((a, b) => (b.shareSaved ?? -1) - (a.shareSaved ?? -1))
  const table: Row[] = [{ ...total, name: 'All surfaces' }, ...bySaved.map((row) => ({ ...row, name: row.surface }))]
  const dots = table.slice(0, MOST_ROWS + 1).map((row, at) => ({
    key: row.name,
    label: row.name,
    share: row.shareSaved,
    isTotal: at === 0,
    colour: seriesFill(slotOf(row.name)).colour,
    text: row.shareSaved === null ? NO_DATA : percent(row.shareSaved),
  }))
  return (
    <ChartFrame
      title="The claim beside your own figures"
      fileName="caching-claim"
      csv={(options) => tableCsv(COLUMNS, table, options)}
      subtitle={`A common claim: hit rates above ${CLAIM.hitRateAbove * 100}${THIN}% cut token spend by ${CLAIM.savedFrom * 100} to ${CLAIM.savedTo * 100}${THIN}% (band). Dots: your share saved.`}
      table={
        <DataTable
          caption="Share of cost saved by caching"
          columns={COLUMNS}
          rows={table}
          rowKey={(row) => row.name}
          maxHeight={300}
          stickyHead
        />
      }
    >
      <div className="panel-body">
        <div ref={box}>
          {width === 0 ? null : (
            <ClaimDots
              dots={dots}
              band={{ from: CLAIM.savedFrom, to: CLAIM.savedTo }}
              width={width}
              labelWidth={Math.min(130, width * 0.34)}
              rowHeight={ROW_HEIGHT}
            />
          )}
        </div>
      </div>
    </ChartFrame>
  )
}
