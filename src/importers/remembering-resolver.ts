// Resolves each model id of a log once. The rules of ids are the core's.
import { resolveModel, type ResolvedModel } from '../core/model-id.ts'

export type ResolveModel = (rawModel: string) => ResolvedModel

/** A log names few models, many times. */
export function rememberingResolver(): ResolveModel {
  const known = new Map<string, ResolvedModel>()
  return (rawModel) => {
    const before = known.get(rawModel)
    if (before !== undefined) return before
    const resolved = resolveModel(rawModel)
    if (known.size < 1000) known.set(rawModel, resolved)
    return resolved
  }
}
