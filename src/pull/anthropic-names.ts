// Names of API keys and workspaces, so that reports show them in place of ids. Brings no usage: what it learns is kept for
// whoever shows an origin, and a key that was renamed stays one origin.
// https://platform.claude.com/docs/en/api/admin/api_keys/list and .../workspaces/list (read 2026-11-22)
import { z } from 'zod'
import type { Names } from '../core/names.ts'
import { BatchSink } from '../importers/batch-sink.ts'
import type { AdminApi, AdminCall } from './anthropic-api.ts'
import { listPages } from './anthropic-pages.ts'
import { NAMES_KEY, readNames } from './names-shape.ts'
import type { RecordSource, Remembered } from './record-source.ts'

const WHAT = 'names of keys and workspaces'
const NAMES_A_PAGE = '100'

/** The workspace that the older reports leave without an id. */
const DEFAULT_WORKSPACE = 'Default'

export function anthropicNames(api: AdminApi, remembered: Remembered): RecordSource {
  const names: Names = structuredClone(readNames(remembered(NAMES_KEY)))
  return {
    name: 'Names of keys and workspaces', importer: 'anthropic-names',
    async *read(signal) {
      Object.assign(names.workspaces, await workspaces(api, signal))
      Object.assign(names.apiKeys, await apiKeys(api, signal))
      yield new BatchSink().take()
      return null
    },
    // Those of keys that are gone are kept: their usage is not.
    remember: () => ({ key: NAMES_KEY, value: names }),
    pulled: () => null,
  }
}

const workspaceShape = z.object({ id: z.string().max(200), name: z.string().max(500) })

/** The default one is listed only on request, and may be told from the others by that. */
async function workspaces(api: AdminApi, signal: AbortSignal): Promise<Names['workspaces']> {
  const ask = async (withDefault: string) => new Map(
    (await listed(api, call('/v1/organizations/workspaces', { include_archived: 'true', include_default: withDefault }), signal))
      .flatMap((item) => workspaceShape.safeParse(item).data ?? []).map(({ id, name }) => [id, name]),
  )
  const [all, own] = [await ask('true'), await ask('false')]
  const onRequest = [...all.keys()].filter((id) => !own.has(id))
  if (onRequest.length === 1 && onRequest[0] !== undefined) all.set(onRequest[0], DEFAULT_WORKSPACE)
  return Object.fromEntries(all)
}

/** Since 2026-10-21 a key has a scope; before, a workspace. Both are null or absent for the default workspace. */
const keyShape = z.object({
  id: z.string().max(200), name: z.string().max(500), workspace_id: z.string().max(200).nullish(),
  scope: z.object({ workspace_id: z.string().max(200).nullish() }).nullish(),
})

async function apiKeys(api: AdminApi, signal: AbortSignal): Promise<Names['apiKeys']> {
  const items = await listed(api, call('/v1/organizations/api_keys', {}), signal)
  return Object.fromEntries(items.flatMap((item) => keyShape.safeParse(item).data ?? []).map((key) => (
    [key.id, { name: key.name, workspace: key.scope?.workspace_id ?? key.workspace_id ?? null }]
  )))
}

function call(path: string, parameters: Record<string, string>): AdminCall {
  return { path, query: new URLSearchParams({ limit: NAMES_A_PAGE, ...parameters }), what: WHAT, beta: null, perMinute: null }
}

async function listed(api: AdminApi, asked: AdminCall, signal: AbortSignal): Promise<unknown[]> {
  const items: unknown[] = []
  for await (const page of listPages(api, asked, signal)) items.push(...page.items)
  return items
}
