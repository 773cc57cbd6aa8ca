// Rows of a paged report: a page with `data`, a list of pages, a list of rows, or one row. Owns no format.
import { isObject, type JsonObject } from './fields.ts'

const DEEPEST = 4

export function rowsIn(value: unknown, depth = 0): JsonObject[] {
  if (depth > DEEPEST) return []
  if (Array.isArray(value)) return value.flatMap((one) => rowsIn(one, depth + 1))
  if (!isObject(value)) return []
  return Array.isArray(value['data']) ? rowsIn(value['data'], depth + 1) : [value]
}
