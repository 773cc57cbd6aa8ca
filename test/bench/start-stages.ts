// When the steps of a start were reached, in milliseconds since it began. What the app tells itself are marks (User
// Timing); what can be seen is looked for frame by frame, in the page.

/** By name; what was not reached, or not told, is absent. */
export type Stages = Record<string, number>

interface Looked { name: string; selector: string }

const SEEN: readonly Looked[] = [
  { name: 'frame of the window drawn', selector: '.rail' },
  { name: 'figures drawn', selector: '.overview-kpis' },
  { name: 'chart drawn', selector: '.cost-panel .stack-layer path' },
]

export const FIRST_CHART = 'first chart painted'

/** To run in the page, before or while it loads: notes when each part is first there, and when the chart has been painted. */
export const WATCH = `(() => {
  if (window.benchStages !== undefined) return
  const seen = {}
  const looked = ${JSON.stringify(SEEN)}
  window.benchStages = new Promise((done) => {
    const look = () => {
      const now = performance.now()
      for (const { name, selector } of looked) if (!(name in seen) && document.querySelector(selector) !== null) seen[name] = now
      if (!looked.every(({ name }) => name in seen)) return requestAnimationFrame(look)
      requestAnimationFrame(() => {
        seen[${JSON.stringify(FIRST_CHART)}] = performance.now()
        done(seen)
      })
    }
    requestAnimationFrame(look)
  })
})()`

/** To ask of the page afterwards: every step by the clock of the world. */
export const TELL = `(async () => {
  const seen = await window.benchStages
  const marks = Object.fromEntries(performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime]))
  const paints = Object.fromEntries(performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime]))
  const all = { 'page asked for': 0, ...paints, ...marks, ...seen }
  return Object.fromEntries(Object.entries(all).map(([name, at]) => [name, performance.timeOrigin + at]))
})()`

/** To ask of a page with nothing in it. */
export const TELL_PAINT = `new Promise((done) => new PerformanceObserver((seen) => {
  for (const { name, startTime } of seen.getEntries()) if (name === 'first-contentful-paint') done({ [name]: performance.timeOrigin + startTime })
}).observe({ type: 'paint', buffered: true }))`

/** To ask of Electron's main process. */
export const TELL_MAIN = `Object.fromEntries(performance.getEntriesByType('mark')
  .filter(({ name }) => !name.startsWith('node')).map(({ name, startTime }) => [name, performance.timeOrigin + startTime]))`

/** What was told, in order, counted from `began` (performance.timeOrigin + performance.now() of the one who asks). */
export function stagesSince(began: number, ...told: readonly unknown[]): Stages {
  const all = told.flatMap((one) => (typeof one === 'object' && one !== null ? Object.entries(one) : []))
  return Object.fromEntries(all
    .flatMap(([name, at]: [string, unknown]) => (typeof at === 'number' ? [[name, Math.round(at - began)] as const] : []))
    .sort(([, one], [, other]) => one - other))
}
