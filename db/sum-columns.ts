// What the rollups sum, and how it is summed in SQL.

export const SUM_COLUMNS = [
  'entries', 'requests', 'uncounted_entries', 'uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output',
  'web_searches',
] as const

/** Over rows of a rollup. */
export const ADDED = SUM_COLUMNS.map((name) => `sum(${name})`).join(', ')
/** The same sums over usage rows. */
export const COUNTED = [
  'count(*)', 'ifnull(sum(requests), 0)', 'count(*) - count(requests)', ...SUM_COLUMNS.slice(3).map((name) => `sum(${name})`),
].join(', ')
