// Round ticks for axes: 4 to 6 of them, from zero. Pure.

const STEPS = [1, 2, 2.5, 5, 10]

/** Ticks from 0 (or below, for negative values) that cover the span, at a round distance. */
export function roundTicks(min: number, max: number, wanted = 5): number[] {
  const low = Math.min(0, min)
  const high = Math.max(0, max)
  if (high === low) return [0, 1]
  const rough = (high - low) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = (STEPS.find((factor) => factor * power >= rough * 0.999) ?? 10) * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}
