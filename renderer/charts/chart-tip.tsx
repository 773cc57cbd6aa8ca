// The tooltip of a time chart: date and total, every series in stack order, a footer that compares.
import type { ReactNode } from 'react'
import { Swatch, type Fill } from '../components/swatch.tsx'

export interface ChartTipProps {
  title: string
  total?: ReactNode
  rows: readonly { key: string; name: string; fill: Fill; value: ReactNode }[]
  footer?: ReactNode
}

export function ChartTip({ title, total, rows, footer }: ChartTipProps) {
  return (
    <div className="popover chart-tip">
      <header>
        <span>{title}</span>
        <span>{total}</span>
      </header>
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            <Swatch fill={row.fill} />
            <span>{row.name}</span>
            <span>{row.value}</span>
          </li>
        ))}
      </ul>
      {footer === undefined ? null : <footer>{footer}</footer>}
    </div>
  )
}
