// Pages of Anthropic's two usage reports, as a script saves them, for one UTC day.

export const DAY = '2026-11-04'
const START = `${DAY}T00:00:00Z`
const END = '2026-11-05T00:00:00Z'

/** A page of the Admin API's usage report: one bucket of the day, each result as given. */
export const adminReport = (results: readonly object[], [start, end] = [START, END]): string => JSON.stringify({
  data: [{
    starting_at: start, ending_at: end,
    results: results.map((result) => ({
      uncached_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 }, server_tool_use: { web_search_requests: 0 },
      model: 'claude-sonnet-5-5', service_tier: 'standard', inference_geo: 'global', context_window: '0-200k', ...result,
    })),
  }],
  has_more: false, next_page: null,
})
export const admin = (tokens: number): string => adminReport([{ uncached_input_tokens: tokens }])

/** A page of the usage analytics API. */
export const analytics = (tokens: number): string => JSON.stringify({
  data: [{
    starting_at: START, ending_at: END,
    group: { model: 'claude-sonnet-5-5', service_tier: 'standard', inference_geo: 'global', context_window: '0-200k' },
    usage: {
      uncached_input_tokens: tokens, cache_read_input_tokens: 0, output_tokens: 0, requests: 7,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 }, server_tool_use: { web_search_requests: 0 },
    },
  }],
  data_refreshed_at: END,
})
