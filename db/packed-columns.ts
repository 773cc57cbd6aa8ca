// Columns of whole numbers as one run of bytes, and back. Owns the layout: a table of widths and bases, then the columns,
// each as narrow as its numbers allow and on a boundary of eight bytes.

/** Tells the layout and the order of bytes of the computer that wrote it: what differs is read as nothing. */
const FORMAT = 0x544c_0001

/** Format, rows and columns; then a base and a width for each column. */
const HEAD_NUMBERS = 3
const NUMBER_BYTES = 8
/** Where all numbers of a column are its base. */
const NO_BYTES = 0
const WIDTHS = [1, 2, 4] as const

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

export type Column = ArrayLike<number>

/** Columns of equal length, of whole numbers within 2^53. */
export function packColumns(columns: readonly Column[], length: number): Uint8Array {
  const shapes = columns.map((column) => shapeOf(column, length))
  const head = HEAD_NUMBERS + columns.length * 2
  const bytes = new Uint8Array(shapes.reduce((sum, { width }) => sum + aligned(width * length), head * NUMBER_BYTES))
  const numbers = new Float64Array(bytes.buffer, 0, head)
  numbers.set([FORMAT, length, columns.length])
  let at = head * NUMBER_BYTES
  for (const [index, { base, width }] of shapes.entries()) {
    numbers.set([base, width], HEAD_NUMBERS + index * 2)
    const to = numbersOf(bytes, { at, width, length })
    const column = columns[index] ?? []
    for (let row = 0; row < to.length; row += 1) to[row] = (column[row] ?? 0) - base
    at += aligned(width * length)
  }
  return bytes
}

function shapeOf(column: Column, length: number): { base: number; width: number } {
  if (length === 0) return { base: 0, width: NO_BYTES }
  let [least, most] = [column[0] ?? 0, column[0] ?? 0]
  for (let row = 1; row < length; row += 1) {
    const value = column[row] ?? 0
    if (value < least) least = value
    else if (value > most) most = value
  }
  const spread = most - least
  if (spread === 0) return { base: least, width: NO_BYTES }
  const width = WIDTHS.find((bytes) => spread < 2 ** (bytes * 8))
  return width === undefined ? { base: 0, width: NUMBER_BYTES } : { base: least, width }
}

const aligned = (bytes: number): number => Math.ceil(bytes / NUMBER_BYTES) * NUMBER_BYTES

function numbersOf(bytes: Uint8Array, { at, width, length }: { at: number; width: number; length: number }): Numbers {
  const start = bytes.byteOffset + at
  switch (width) {
    case 1: return new Uint8Array(bytes.buffer, start, length)
    case 2: return new Uint16Array(bytes.buffer, start, length)
    case 4: return new Uint32Array(bytes.buffer, start, length)
    case NUMBER_BYTES: return new Float64Array(bytes.buffer, start, length)
    default: return new Uint8Array(0)
  }
}

/** Packed columns, read one by one. */
export class PackedColumns {
  readonly length: number
  readonly #bytes: Uint8Array
  readonly #head: Float64Array
  readonly #starts: readonly number[]

  private constructor(bytes: Uint8Array, head: Float64Array, starts: readonly number[]) {
    this.#bytes = bytes
    this.#head = head
    this.#starts = starts
    this.length = head[1] ?? 0
  }

  /** Null for bytes that are no packed columns of that number. */
  static of(given: Uint8Array, columns: number): PackedColumns | null {
    // Views of wider numbers need the boundary.
    const bytes = given.byteOffset % NUMBER_BYTES === 0 ? given : given.slice()
    const size = HEAD_NUMBERS + columns * 2
    if (bytes.byteLength < size * NUMBER_BYTES) return null
    const head = new Float64Array(bytes.buffer, bytes.byteOffset, size)
    const [format, length = 0, count] = head
    if (format !== FORMAT || count !== columns) return null
    const starts = [size * NUMBER_BYTES]
    for (let index = 0; index < columns; index += 1) starts.push((starts[index] ?? 0) + aligned((head[HEAD_NUMBERS + index * 2 + 1] ?? 0) * length))
    return starts[columns] === bytes.byteLength ? new PackedColumns(bytes, head, starts) : null
  }

  /** Whether all numbers of a column are surely within 32 bits. */
  isNarrow(column: number): boolean {
    const [base, width] = [this.#head[HEAD_NUMBERS + column * 2] ?? 0, this.#head[HEAD_NUMBERS + column * 2 + 1] ?? 0]
    return base >= -(2 ** 31) && base + 2 ** (width * 8) <= 2 ** 31
  }

  /** Writes a column to `to`, from `first` on, each number `step` after the one before. */
  read(column: number, to: Float64Array | Int32Array | Uint8Array, first = 0, step = 1): void {
    const [base, width] = [this.#head[HEAD_NUMBERS + column * 2] ?? 0, this.#head[HEAD_NUMBERS + column * 2 + 1] ?? 0]
    const end = first + this.length * step
    if (width === NO_BYTES) {
      if (base !== 0) for (let at = first; at < end; at += step) to[at] = base
      return
    }
    const from = numbersOf(this.#bytes, { at: this.#starts[column] ?? 0, width, length: this.length })
    for (let at = first, row = 0; at < end; at += step, row += 1) to[at] = (from[row] ?? 0) + base
  }
}
