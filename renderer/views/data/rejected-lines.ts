// All rejected lines of an import, page by page, and their CSV. The lines themselves are never kept.
import type { Output } from '../../../src/api/contract/contract.ts'

export type Rejection = Output<'imports.rejections'>['rows'][number]
export type RejectionPage = Output<'imports.rejections'>

/** Rows a page on screen, and a page of an export. */
export const PAGE_SIZE = 50
const EXPORT_PAGE = 10_000

/** Asks until all are there, or until a page comes back empty (an undo in between). */
export async function allRejections(
  ask: (page: { offset: number; limit: number }) => Promise<RejectionPage>,
): Promise<Rejection[]> {
  const rows: Rejection[] = []
  for (;;) {
    const page = await ask({ offset: rows.length, limit: EXPORT_PAGE })
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

export const REJECTION_COLUMNS = ['file', 'line', 'reason'] as const

export function rejectionCells(rows: readonly Rejection[]): string[][] {
  return rows.map((row) => [row.source, String(row.position), row.reason])
}

/** `AWSLogs/…/18/14/T1403Z.json.gz`: the start and the last parts of a long path, both of which tell files apart. */
export function shortPath(path: string, longest = 40): string {
  const parts = path.split('/')
  const first = parts[0] ?? ''
  if (path.length <= longest || parts.length < 3) return path
  let tail = parts.at(-1) ?? ''
  for (let n = parts.length - 2; n > 0; n -= 1) {
    const longer = `${parts[n]}/${tail}`
    if (first.length + longer.length + 3 > longest) break
    tail = longer
  }
  return `${first}/…/${tail}`
}
