// A claimed band and one dot a row: how each share stands to it. Draws with plain SVG; computes nothing.

export interface ClaimDot {
  key: string
  label: string
  /** 0 to 1, may be negative; null: no data. */
  share: number | null
  text: string
  colour: string
  /** The first row, all surfaces: heavier, with a rule below. */
  isTotal: boolean
}

export interface ClaimDotsProps {
  dots: readonly ClaimDot[]
  band: { from: number; to: number }
  width: number
  labelWidth: number
  rowHeight: number
}

const VALUE_WIDTH = 56
const AXIS_HEIGHT = 20
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const

function shorten(label: string, width: number): string {
  const fits = Math.floor(width / 6.2)
  return label.length <= fits ? label : `${label.slice(0, Math.max(1, fits - 1))}…`
}

function Dot({
  dot,
  y,
  scale,
  props,
}: {
  dot: ClaimDot
  y: number
  scale: (share: number) => number
  props: ClaimDotsProps
}) {
  const weight = dot.isTotal ? 600 : 400
  const at = dot.share === null ? null : scale(Math.max(-0.1, Math.min(1, dot.share)))
  return (
    <g>
      {dot.isTotal ? null : <rect x={0} y={y - 5} width={10} height={10} rx={2} fill={dot.colour} />}
      <text x={dot.isTotal ? 0 : 17} y={y + 4} fontSize={12} fontWeight={weight} fill="var(--t1)">
        <title>{dot.label}</title>
        {shorten(dot.label, props.labelWidth - 24)}
      </text>
      {at === null ? null : (
        <>
          <line
            x1={scale(0)}
            x2={at}
            y1={y}
            y2={y}
            stroke={dot.isTotal ? 'var(--t1)' : 'var(--line2)'}
            strokeWidth={dot.isTotal ? 2 : 1}
          />
          <circle
            cx={at}
            cy={y}
            r={5.5}
            fill={dot.isTotal ? 'var(--t1)' : dot.colour}
            stroke="var(--panel)"
            strokeWidth={1.5}
          />
        </>
      )}
      <text
        x={props.width}
        y={y + 4}
        textAnchor="end"
        fontSize={12}
        fontWeight={weight}
        fill={at === null ? 'var(--t3)' : 'var(--t1)'}
      >
        {dot.text}
      </text>
      {dot.isTotal ? (
        <line x1={0} x2={props.width} y1={y + props.rowHeight / 2} y2={y + props.rowHeight / 2} stroke="var(--line)" />
      ) : null}
    </g>
  )
}

export function ClaimDots(props: ClaimDotsProps) {
  const { dots, band, width, labelWidth, rowHeight } = props
  const plot = Math.max(40, width - labelWidth - VALUE_WIDTH)
  const lowest = dots.some((dot) => dot.share !== null && dot.share < 0) ? -0.1 : 0
  const scale = (share: number) => labelWidth + ((share - lowest) / (1 - lowest)) * plot
  const bottom = dots.length * rowHeight
  return (
    <svg
      width={width}
      height={bottom + AXIS_HEIGHT}
      role="img"
      aria-label="Share of cost saved, beside the claimed band"
    >
      <rect
        x={scale(band.from)}
        y={0}
        width={scale(band.to) - scale(band.from)}
        height={bottom}
        fill="var(--accent-weak)"
      />
      {TICKS.map((tick) => (
        <g key={tick}>
          <line
            x1={scale(tick)}
            x2={scale(tick)}
            y1={0}
            y2={bottom}
            stroke={tick === 0 ? 'var(--axis)' : 'var(--grid)'}
          />
          <text
            x={scale(tick)}
            y={bottom + 15}
            textAnchor="middle"
            fontSize={11}
            fill="var(--t3)"
          >{`${tick * 100}\u202f%`}</text>
        </g>
      ))}
      {dots.map((dot, row) => (
        <Dot key={dot.key} dot={dot} y={row * rowHeight + rowHeight / 2} scale={scale} props={props} />
      ))}
    </svg>
  )
}
