// Decodes the compact answer of whatif.cells into usage cells by surface, what a projection runs on. Pure.
import type { ProjectionCell } from '../../src/core/projection.ts'
import type { Output } from '../../src/api/contract/contract.ts'

export type CellsAnswer = Output<'whatif.cells'>

/** One cell; null where an index points at nothing, so that a damaged answer is seen and not counted as zero. */
function decode(answer: CellsAnswer, row: readonly (number | null)[]): ProjectionCell | null {
  const [
    surfaceAt,
    classAt,
    dayAt,
    uncachedInput,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output,
    webSearches,
    requests,
  ] = row
  const surface = answer.surfaces[surfaceAt ?? -1]
  const priceClass = answer.classes[classAt ?? -1]
  const utcDay = answer.utcDays[dayAt ?? -1]
  if (surface === undefined || priceClass === undefined || utcDay === undefined) return null
  const tokens = {
    uncachedInput: uncachedInput ?? 0,
    cacheRead: cacheRead ?? 0,
    cacheWrite5m: cacheWrite5m ?? 0,
    cacheWrite1h: cacheWrite1h ?? 0,
    output: output ?? 0,
  }
  return { surface, priceClass, utcDay, tokens, webSearches: webSearches ?? 0, requests: requests ?? null }
}

/** Throws where a row points outside its own lists. */
export function decodeCells(answer: CellsAnswer): ProjectionCell[] {
  return answer.cells.map((row, at) => {
    const cell = decode(answer, row)
    if (cell === null) throw new RangeError(`Row ${at} of the usage cells points outside its lists`)
    return cell
  })
}
