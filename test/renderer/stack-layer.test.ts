// Where the segments of stacked bars lie.
import { expect, it } from 'vitest'
import { segmentsOf, type Places, type StackSeries } from '../../renderer/charts/stack-layer.tsx'

const series: StackSeries[] = ['a', 'b', 'c'].map((key) => ({ key, name: key, fill: { colour: key, hatched: false } }))
/** Zero at 100 px, a pixel a dollar; each bucket 50 px wide. */
const places: Places = {
  span: (bucket) => (bucket === 'gone' ? null : [Number(bucket) * 50, Number(bucket) * 50 + 50]),
  height: (value) => 100 - value,
}
const drawn = (bucket: string, values: Record<string, number>) =>
  segmentsOf([{ bucket, values }], series, places).map(({ series: { key }, x, y, width, height }) => [key, x, y, width, height])

it('stacks in the order of the series, a pixel of panel between them', () => {
  expect(drawn('0', { a: 20, b: 30 })).toEqual([['a', 7, 81, 36, 19], ['b', 7, 51, 36, 29]])
})

it('stacks what is negative downwards from zero', () => {
  expect(drawn('1', { a: 20, b: -30, c: -10 })).toEqual([['a', 57, 81, 36, 19], ['b', 57, 101, 36, 29], ['c', 57, 131, 36, 9]])
})

it('gives no pixel away where there is none, and leaves out what has no height or no place', () => {
  expect(drawn('0', { a: 2, b: 0, c: 0.5 })).toEqual([['a', 7, 98, 36, 2], ['c', 7, 97.5, 36, 0.5]])
  expect(drawn('gone', { a: 20 })).toEqual([])
})

it('keeps a bar a pixel wide however many there are', () => {
  const [first] = segmentsOf([{ bucket: '0', values: { a: 5 } }], series, { ...places, span: () => [10, 10.8] })
  expect(first).toMatchObject({ x: 10, width: 1 })
})
