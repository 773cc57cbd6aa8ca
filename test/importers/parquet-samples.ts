// Parquet files for tests, written from columns: codecs, row groups and column types by choice.
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { CompressionCodec } from 'hyparquet'
import { parquetWriteBuffer, type ColumnSource, type SchemaElement } from 'hyparquet-writer'

export interface Sample {
  columns: readonly ColumnSource[]
  codec?: CompressionCodec
  rowGroupSize?: number
  schema?: SchemaElement[]
}

export function parquetOf({ columns, codec = 'SNAPPY', rowGroupSize = 1000, schema }: Sample): Uint8Array {
  const compressors = { GZIP: (input: Uint8Array) => gzipSync(input), ZSTD: (input: Uint8Array) => zstdCompressSync(input) }
  const snappy = codec === 'GZIP' || codec === 'ZSTD' ? { compressors } : {}
  return new Uint8Array(parquetWriteBuffer({
    columnData: [...columns], codec, rowGroupSize, ...snappy, ...(schema === undefined ? {} : { schema }),
  }))
}

const HOUR_MS = 3_600_000

/** Lines of a report, every third one of another service. */
export function reportColumns(rows: number): ColumnSource[] {
  const each = <T>(make: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => make(row))
  return [
    { name: 'line_item_usage_type', type: 'STRING', data: each((row) => (row % 3 === 2 ? 'BoxUsage:m5.large' : 'USE1-Claude4.6Sonnet-input-tokens')) },
    { name: 'line_item_usage_start_date', type: 'TIMESTAMP', data: each((row) => new Date(Date.UTC(2026, 10, 3) + row * HOUR_MS)) },
    { name: 'line_item_unblended_cost', type: 'DOUBLE', data: each((row) => row / 1000 + 0.1) },
    { name: 'line_item_usage_amount', type: 'DOUBLE', data: each((row) => row) },
    { name: 'pricing_unit', type: 'STRING', data: each((row) => (row % 2 === 0 ? '1K tokens' : null)) },
    { name: 'savings_plan_savings_plan_arn', type: 'STRING', data: each(() => 'arn:aws:savingsplans::1:savingsplan/x') },
  ]
}

/** The same lines as a CSV file. */
export function reportCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => [
    row % 3 === 2 ? 'BoxUsage:m5.large' : 'USE1-Claude4.6Sonnet-input-tokens',
    new Date(Date.UTC(2026, 10, 3) + row * HOUR_MS).toISOString(), String(row / 1000 + 0.1), String(row), row % 2 === 0 ? '1K tokens' : '',
  ].join(','))
  return ['line_item_usage_type,line_item_usage_start_date,line_item_unblended_cost,line_item_usage_amount,pricing_unit', ...lines, ''].join('\n')
}
