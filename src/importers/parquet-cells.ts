// Values of Parquet columns as the text a CSV file would hold: exact decimals, shortest text of floats, ISO times, JSON of
// maps and structs. Owns no reading of files.
import type { FileMetaData, SchemaElement } from 'hyparquet'

export interface TableColumn {
  name: string
  /** Of a DECIMAL: digits after the point. */
  scale: number | null
  /** A 4-byte float: its shortest text is shorter than that of the same number as a double. */
  isFloat: boolean
}

/**
 * The top-level columns of a file. Takes the mark DECIMAL off their schema, so that the raw integers are read: the
 * library would make inexact numbers of them.
 */
export function columnsOf(metadata: FileMetaData): TableColumn[] {
  const columns: TableColumn[] = []
  for (let at = 1; at < metadata.schema.length; at = skipElement(metadata.schema, at)) {
    const element = metadata.schema[at]
    if (element !== undefined) columns.push({ name: element.name, scale: takeScale(element), isFloat: element.type === 'FLOAT' })
  }
  return columns
}

/** Elements lie depth first; the index behind one and all below it. */
function skipElement(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1
  for (let left = schema[at]?.num_children ?? 0; left > 0 && next < schema.length; left -= 1) next = skipElement(schema, next)
  return next
}

function takeScale(element: SchemaElement): number | null {
  const { logical_type: logical, converted_type: converted, scale } = element
  if (logical?.type !== 'DECIMAL' && converted !== 'DECIMAL') return null
  delete element.converted_type
  delete element.logical_type
  return logical?.type === 'DECIMAL' ? logical.scale : scale ?? 0
}

export function cellText(value: unknown, column: TableColumn): string {
  if (value === null || value === undefined) return ''
  if (column.scale !== null) return decimalText(value, column.scale)
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value, column.isFloat) : ''
  if (value instanceof Uint8Array) return utf8.decode(value)
  if (value instanceof Date) return dateText(value)
  return typeof value === 'object' ? JSON.stringify(plain(value)) : String(value)
}

const utf8 = new TextDecoder()

/** DECIMAL is stored as an integer, or as its bytes, most significant first. */
function decimalText(value: unknown, scale: number): string {
  const unscaled = value instanceof Uint8Array ? signedOf(value) : typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : null
  if (unscaled === null) return ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
}

function signedOf(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes).toString('hex')
  return hex === '' ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`))
}

/** Nine digits tell all 4-byte floats apart. */
function numberText(value: number, isFloat: boolean): string {
  if (!isFloat) return String(value)
  for (let precision = 1; precision < 9; precision += 1) {
    const short = Number(value.toPrecision(precision))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number(value.toPrecision(9)))
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

/** What JSON cannot hold, as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return dateText(value)
  if (value instanceof Uint8Array) return utf8.decode(value)
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, member]) => [String(plain(key)), plain(member)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
}
