// What one drop brought becomes one import, however many files and folders it holds.
import type { ImportRequest } from '../src/api/backend/backend.ts'

export function oneImport(requests: readonly ImportRequest[]): ImportRequest {
  const [first, ...others] = requests
  if (first === undefined) return { label: 'Nothing', sources: [], sourcesTotal: 0, bytesTotal: 0 }
  if (others.length === 0) return first
  return {
    ...first,
    label: `${first.label} and ${others.length} more`,
    sources: allSources(requests),
    sourcesTotal: sum(requests.map((request) => request.sourcesTotal)),
    bytesTotal: sum(requests.map((request) => request.bytesTotal)),
  }
}

async function* allSources(requests: readonly ImportRequest[]) {
  for (const request of requests) yield* request.sources
}

/** One unknown part makes the sum unknown. */
function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce((total, part) => (total === null || part === null ? null : total + part), 0)
}
