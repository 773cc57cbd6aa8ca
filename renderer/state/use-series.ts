// Asks for usage over time by one key, and decodes it once an answer.
import { useMemo } from 'react'
import type { Input } from '../../src/api/contract/contract.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import { useCall } from '../api.ts'
import { seriesRows } from './series.ts'

export function useSeries(filters: Filters, asked: Omit<Input<'usage.series'>, 'filters'>, enabled: boolean) {
  const query = useCall('usage.series', { filters, ...asked }, { enabled })
  const rows = useMemo(() => (query.data === undefined ? undefined : seriesRows(query.data)), [query.data])
  return { rows, query }
}
