// The waterfall: bars that each start where the one before ended, from "Today" to the difference. Draws; computes nothing.
import { Bar, BarChart, CartesianGrid, ReferenceLine, XAxis, YAxis } from 'recharts'
import { ChartSpace } from './chart-space.tsx'
import { HatchDefs, hatchId } from './hatch.tsx'

export interface WaterfallBar {
  key: string
  label: string
  /** Second line of the label, for instance `5.0 % on direct`. */
  caption: string
  /** Dollars, for pixels only. */
  from: number
  to: number
  /** The signed value at the bar. */
  text: string
  isTotal: boolean
}

export interface WaterfallProps {
  bars: readonly WaterfallBar[]
  ticks: readonly number[]
  tickText: (usd: number) => string
  height: number
  /** False under 1200 px: the second label line is dropped. */
  captions: boolean
  /** Many bars: the caption is the label's second line and looks like it. */
  labelsWrap?: boolean
  onSelect?: (key: string) => void
}

interface ShapeProps {
  x: number
  y: number
  width: number
  height: number
  bar: WaterfallBar
  isLast: boolean
}

// Bars take half of their slot; a connector spans the other half.
const SLOT_GAP = '25%'

function tone(bar: WaterfallBar): { fill: string; stroke: string } {
  if (bar.isTotal) return { fill: 'var(--accent)', stroke: 'none' }
  return bar.to < bar.from
    ? { fill: 'var(--good-mark)', stroke: 'none' }
    : { fill: `url(#${hatchId('waterfall', 'var(--bad-mark)')})`, stroke: 'var(--bad-mark)' }
}

function StepShape({ x, y, width, height, bar, isLast }: ShapeProps) {
  const down = bar.to < bar.from
  const top = Math.min(y, y + height)
  const size = Math.abs(height)
  const end = down ? top + size : top
  const flat = bar.from === bar.to
  const { fill, stroke } = tone(bar)
  return (
    <g>
      {flat ? (
        <rect x={x} y={end - 1} width={width} height={2} fill="var(--t1)" />
      ) : (
        <rect x={x} y={top} width={width} height={Math.max(size, 1)} fill={fill} stroke={stroke} strokeWidth={1} />
      )}
      {isLast ? null : (
        <line x1={x + width} x2={x + width * 2} y1={end} y2={end} stroke="var(--axis)" strokeDasharray="2 2" />
      )}
      <text
        x={x + width / 2}
        y={down ? end + 13 : end - 6}
        textAnchor="middle"
        fontSize={11}
        fontWeight={600}
        fill="var(--t1)"
        stroke="var(--panel)"
        strokeWidth={3}
        paintOrder="stroke"
      >
        {bar.text}
      </text>
    </g>
  )
}

function StepTick(props: { x: number; y: number; bar: WaterfallBar | undefined; captions: boolean; wrap: boolean }) {
  return (
    <text x={props.x} y={props.y + 10} textAnchor="middle" fontSize={11}>
      <tspan x={props.x} fill="var(--t2)" fontWeight={600}>
        {props.bar?.label}
      </tspan>
      {props.captions ? (
        <tspan x={props.x} dy={14} {...(props.wrap ? { fill: 'var(--t2)', fontWeight: 600 } : { fill: 'var(--t3)' })}>
          {props.bar?.caption}
        </tspan>
      ) : null}
    </text>
  )
}

export function Waterfall({ bars, ticks, tickText, height, captions, labelsWrap = false, onSelect }: WaterfallProps) {
  const data = bars.map((bar) => ({ ...bar, range: [Math.min(bar.from, bar.to), Math.max(bar.from, bar.to)] }))
  const barAt = (index: number) => bars[index]
  return (
    <ChartSpace height={height}>{(size) => (
      <BarChart {...size} data={data} barCategoryGap={SLOT_GAP} margin={{ top: 18, right: 0, bottom: 0, left: 0 }}>
        <HatchDefs prefix="waterfall" colours={['var(--bad-mark)']} />
        <CartesianGrid vertical={false} stroke="var(--grid)" />
        <XAxis
          dataKey="key"
          axisLine={false}
          tickLine={false}
          interval={0}
          height={captions ? 34 : 20}
          tick={({ x, y, index }) => (
            <StepTick x={Number(x)} y={Number(y)} bar={barAt(index)} captions={captions} wrap={labelsWrap} />
          )}
        />
        <YAxis
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 0]}
          ticks={[...ticks]}
          tickFormatter={(usd: number) => tickText(usd)}
          width={64}
          axisLine={false}
          tickLine={false}
          tick={{ fontSize: 11, fill: 'var(--t3)' }}
        />
        <ReferenceLine y={0} stroke="var(--axis)" />
        <Bar
          dataKey="range"
          isAnimationActive={false}
          {...(onSelect === undefined ? {} : { onClick: (_bar, index) => onSelect(bars[index]?.key ?? '') })}
          shape={({ x, y, width, height: size, index }) => {
            const bar = barAt(index)
            return bar === undefined ? (
              <g />
            ) : (
              <StepShape
                x={Number(x)}
                y={Number(y)}
                width={Number(width)}
                height={Number(size)}
                bar={bar}
                isLast={index === bars.length - 1}
              />
            )
          }}
        />
      </BarChart>
    )}</ChartSpace>
  )
}
