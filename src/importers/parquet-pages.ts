// Checks the page headers of a column before it is decoded: on impossible ones the library loops or allocates without end.
// Owns the limits of a page; decodes no values.
import type { AsyncBuffer, ColumnMetaData, FileMetaData } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

export const LARGEST_PAGE = 64 * 1024 * 1024

/** The same file, whose columns throw where a page header cannot be true. */
export function checkedFile(file: AsyncBuffer, metadata: FileMetaData): AsyncBuffer {
  const chunks = new Map<number, ColumnMetaData>()
  for (const group of metadata.row_groups) {
    for (const { meta_data: column } of group.columns) if (column !== undefined) chunks.set(startOf(column), column)
  }
  return {
    byteLength: file.byteLength,
    async slice(start, end) {
      const bytes = await file.slice(start, end)
      const column = chunks.get(start)
      if (column === undefined) throw new Error('not the beginning of a column')
      checkPages(bytes, column)
      return bytes
    },
  }
}

function startOf({ dictionary_page_offset: dictionary, data_page_offset: data }: ColumnMetaData): number {
  return Number(dictionary === undefined || dictionary === 0n || dictionary > data ? data : dictionary)
}

function checkPages(bytes: ArrayBuffer, column: ColumnMetaData): void {
  const most = Number(column.num_values)
  const reader = { view: new DataView(bytes), offset: 0 }
  while (reader.offset < bytes.byteLength - 1) {
    const { compressed_page_size: stored, uncompressed_page_size: size, ...page } = parquetHeader(reader)
    const left = bytes.byteLength - reader.offset
    if (!isCount(stored, left) || !isCount(size, LARGEST_PAGE)) throw new Error('a page is larger than its column')
    const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = page
    if (!isCount(first?.num_values ?? dictionary?.num_values ?? second?.num_values ?? 0, most)) throw new Error('a page has too many values')
    if (second !== undefined) {
      const counts = [second.num_rows, second.num_nulls].every((count) => isCount(count, second.num_values))
      const levels = [second.definition_levels_byte_length, second.repetition_levels_byte_length]
      if (!counts || !levels.every((length) => isCount(length, stored))) throw new Error('a page has no such levels')
    }
    reader.offset += stored
  }
}

function isCount(value: unknown, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
}
