// Columns come back from their bytes as they were, however wide their numbers; other bytes are read as nothing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PackedColumns, packColumns } from '../../db/packed-columns.ts'

function unpacked(bytes: Uint8Array, columns: number): number[][] | null {
  const packed = PackedColumns.of(bytes, columns)
  if (packed === null) return null
  return Array.from({ length: columns }, (_, column) => {
    const to = new Float64Array(packed.length)
    packed.read(column, to)
    return [...to]
  })
}

const whole = fc.oneof(fc.constantFrom(0, 1, -1, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1), fc.integer(), fc.maxSafeInteger())

describe('packed columns', () => {
  it('hold any whole numbers', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 20 }), fc.array(fc.array(whole, { minLength: 20, maxLength: 20 }), { maxLength: 4 }), (length, columns) => {
      const given = columns.map((column) => column.slice(0, length))
      expect(unpacked(packColumns(given, length), columns.length)).toEqual(given)
    }))
  })

  it('are as narrow as their numbers allow', () => {
    const length = 1000
    const size = (numbers: (at: number) => number) => packColumns([Float64Array.from({ length }, (_, at) => numbers(at))], length).byteLength - 40
    expect([size(() => 7), size((at) => at % 200), size((at) => 1e9 + at), size((at) => at * 1e6), size((at) => at * 1e12)]).toEqual([0, 1000, 2000, 4000, 8000])
  })

  it('are read from any place in memory, and written with gaps', () => {
    const bytes = packColumns([[1, 2, 300]], 3)
    const moved = new Uint8Array(bytes.byteLength + 3)
    moved.set(bytes, 3)
    const packed = PackedColumns.of(moved.subarray(3), 1)
    const to = new Float64Array(7)
    packed?.read(0, to, 1, 2)
    expect([...to]).toEqual([0, 1, 0, 2, 0, 300, 0])
  })

  it('are nothing where the bytes are others', () => {
    const bytes = packColumns([[1, 2, 300], [4, 5, 6]], 3)
    expect(unpacked(bytes, 1)).toBeNull()
    expect(unpacked(bytes.subarray(0, -1), 2)).toBeNull()
    expect(unpacked(new Uint8Array(0), 2)).toBeNull()
    expect(unpacked(bytes.with(0, 9), 2)).toBeNull()
  })
})
