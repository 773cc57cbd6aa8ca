// The room a chart has. Draws it in slices once its size is known: Recharts' own container draws all of it in one go, in which no
// frame came for 120 to 180 ms.
import { startTransition, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'

/** Pixels. */
export interface ChartSize { width: number; height: number }

export interface ChartSpaceProps {
  height: number | `${number}%`
  minHeight?: number
  /** What its axis goes along, in words. */
  along?: string
  children: (size: ChartSize) => ReactNode
}

export function ChartSpace({ height, minHeight = 0, along, children }: ChartSpaceProps) {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<ChartSize | null>(null)
  useEffect(() => {
    if (box.current === null) return
    let isFirst = true
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined || !(entry.contentRect.width > 0 && entry.contentRect.height > 0)) return
      const found = { width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) }
      const set = () => setSize((held) => (held?.width === found.width && held.height === found.height ? held : found))
      if (isFirst) startTransition(set)
      else follow(box.current, set)
      isFirst = false
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => leave(box.current), [along])
  return (
    <div ref={box} className="chart-space" style={{ height, minHeight }}>
      {size === null ? null : children(size)}
    </div>
  )
}

/** A chart that is there already follows its window at once. */
function follow(box: HTMLElement | null, set: () => void): void {
  set()
  leave(box)
}

/** The pointer stands on another bar now, or none: Recharts would leave its tooltip where it was, and tell of another. */
function leave(box: HTMLElement | null): void {
  box?.querySelector('.recharts-wrapper')?.dispatchEvent(new MouseEvent('mouseout', { bubbles: true }))
}
