// Names of API keys and workspaces in place of their ids, at the moment of showing: a renamed key stays one origin.
import type { ShownOrigin } from './surface-rules.ts'
import type { Origin } from './usage.ts'

export interface Names {
  /** By id. `workspace`: id of the key's workspace; null: the default one, or not told. */
  apiKeys: Record<string, { name: string; workspace: string | null }>
  /** By id. */
  workspaces: Record<string, string>
}

export const NO_NAMES: Names = { apiKeys: {}, workspaces: {} }

/**
 * Gives an origin the names of its ids. What has no name keeps its id. Keys of one name in one workspace are one (a key
 * that was replaced); those of one name in several workspaces are told apart by the workspace.
 */
export function namer(names: Names): (origin: Origin) => ShownOrigin {
  const places = new Map<string, Set<string | null>>()
  for (const { name, workspace } of Object.values(names.apiKeys)) {
    places.set(name, (places.get(name) ?? new Set()).add(workspace))
  }
  const workspaceName = (id: string) => own(names.workspaces, id) ?? id
  const keyName = (id: string) => {
    const key = own(names.apiKeys, id)
    if (key === undefined || key.name.trim() === '') return id
    const isOne = (places.get(key.name)?.size ?? 0) < 2
    return isOne ? key.name : `${key.name} (${key.workspace === null ? 'Default' : workspaceName(key.workspace)})`
  }
  return (origin) => {
    const workspace = origin.workspace === null ? null : workspaceName(origin.workspace)
    const apiKey = origin.apiKey === null ? null : keyName(origin.apiKey)
    return workspace === origin.workspace && apiKey === origin.apiKey ? origin : { ...origin, workspace, apiKey, recorded: origin }
  }
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
