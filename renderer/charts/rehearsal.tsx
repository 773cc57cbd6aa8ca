// A chart that nobody sees, drawn once while an empty ledger leaves the window nothing to do: by the end of the first import the code of
// charts has been compiled. The longest gap between two frames was 63 to 139 ms without, 57 to 97 ms with it, itself 57 to 88 ms.
import { startTransition, useEffect, useState } from 'react'
import { StackedBars } from './stacked-bars.tsx'

/** The window's own first frames go before; then it has the time of a look at the page. */
const [BEGINS_MS, ENDS_MS] = [500, 3000]

const BARS = [{ bucket: '2026-01-01', values: { all: 1 } }]
const SERIES = [{ key: 'all', name: '', fill: { colour: 'var(--grid)', hatched: false } }]

/** Once is enough for a window. */
let isOver = false

export function Rehearsal() {
  const [isOn, setIsOn] = useState(false)
  useEffect(() => {
    if (isOver) return
    const begin = setTimeout(() => startTransition(() => setIsOn(true)), BEGINS_MS)
    const end = setTimeout(() => {
      isOver = true
      setIsOn(false)
    }, ENDS_MS)
    return () => {
      clearTimeout(begin)
      clearTimeout(end)
    }
  }, [])
  return isOn ? (
    <div className="rehearsal" aria-hidden inert>
      <StackedBars label="" bars={BARS} series={SERIES} by="day" now={null} tickText={String} tooltip={() => null} />
    </div>
  ) : null
}
