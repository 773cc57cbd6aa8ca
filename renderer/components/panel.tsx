// Panels and the strip of key figures. Flat: hairlines instead of shadows.
import { useId, type CSSProperties, type ReactNode } from 'react'

export interface PanelProps {
  /** The panel's name for screen readers where it has no head. */
  label?: string
  children: ReactNode
  className?: string
  style?: CSSProperties
}

export function Panel({ label, children, className = '', style }: PanelProps) {
  return (
    <section className={`panel ${className}`} aria-label={label} style={style}>
      {children}
    </section>
  )
}

export interface PanelHeadProps {
  title: ReactNode
  subtitle?: ReactNode
  actions?: ReactNode
}

export function PanelHead({ title, subtitle, actions }: PanelHeadProps) {
  return (
    <div className="panel-head">
      <div className="grow">
        <h2>{title}</h2>
        {subtitle === undefined ? null : <p className="subtitle">{subtitle}</p>}
      </div>
      {actions === undefined ? null : <div className="actions">{actions}</div>}
    </div>
  )
}

/** Tiles side by side, cut by hairlines; `columns` below 1200 px comes from CSS (3 a row). */
export function KpiStrip({
  label,
  children,
  className = '',
}: {
  label: string
  children: ReactNode
  className?: string
}) {
  return (
    <section className={`kpi-strip ${className}`} aria-label={label}>
      {children}
    </section>
  )
}

export interface KpiTileProps {
  label: ReactNode
  /** The figure, already text; a word such as "no data" where unknown. */
  value: ReactNode
  unit?: ReactNode
  /** The line below: change, from what, or a remark. */
  line?: ReactNode
  /** The "How this number is computed" button. */
  info?: ReactNode
  spark?: ReactNode
  stale?: boolean
}

export function KpiTile({ label, value, unit, line, info, spark, stale = false }: KpiTileProps) {
  const id = useId()
  return (
    <div className={`kpi ${stale ? 'stale' : ''}`} role="group" aria-labelledby={id}>
      <div className="kpi-label">
        <span id={id}>{label}</span>
        {info}
      </div>
      <div className="kpi-main">
        <span className="kpi-value">
          {value}
          {unit === undefined ? null : <span className="unit">{unit}</span>}
        </span>
        {spark}
      </div>
      <div className="kpi-line">{line ?? '\u00A0'}</div>
    </div>
  )
}
