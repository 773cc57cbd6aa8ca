// Who called and by which road: origin, route and model of an invocation record. Owns no token arithmetic.
import type { ResolvedModel } from '../core/model-id.ts'
import type { Origin, Route } from '../core/usage.ts'
import { codeAt, objectAt, textAt, type JsonObject } from './fields.ts'
import type { ReadOptions } from './importer.ts'

/**
 * The lasting name in an IAM ARN: `user/ana`, `role/search-svc` (the session name of an assumed role is dropped, it
 * may name a person or an instance), `root`, `federated-user/x`. Null where the text is no such ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (read 2026-11-22)
 */
export function principalOf(arn: string | null): string | null {
  const resource = /^arn:[\w-]+:(?:iam|sts)::\d*:(.+)$/.exec(arn ?? '')?.[1]
  if (resource === undefined) return null
  const steps = resource.split('/')
  const [kind, first] = steps
  if (kind === 'assumed-role') return first === undefined ? null : `role/${first}`
  if (kind === 'role' || kind === 'user') return `${kind}/${steps.at(-1) ?? ''}`
  return resource
}

export function originOf(record: JsonObject, resolved: ResolvedModel, context: CallContext): Origin {
  return {
    importer: context.importer,
    account: textAt(record, 'accountId') ?? context.account,
    workspace: null,
    apiKey: null,
    principal: principalOf(textAt(objectAt(record, 'identity'), 'arn', 2048)),
    profile: resolved.isApplicationProfile ? resolved.profile : null,
    project: null,
    gateway: null,
    tags: keptTags(objectAt(record, 'requestMetadata'), context.options.tagKeys),
  }
}

export interface CallContext {
  importer: string
  options: ReadOptions
  resolve: (rawModel: string) => ResolvedModel
  /** Account of the envelope, where the record itself names none. */
  account: string | null
}

function keptTags(metadata: JsonObject, keys: readonly string[]): Record<string, string> {
  const tags: Record<string, string> = {}
  for (const key of keys) {
    const value = Object.hasOwn(metadata, key) ? textAt(metadata, key) : null
    if (value !== null) tags[key] = value
  }
  return tags
}

/**
 * The route of the id's prefix. An id without one runs in the called Region; the GovCloud Regions have prices of
 * their own. Where the id names no route (an application profile, a custom model) it is `unknown`.
 */
export function routeOf(resolved: ResolvedModel, region: string | null): Route {
  const route = resolved.bedrockRoute ?? 'unknown'
  return route === 'region' && region?.startsWith('us-gov-') === true ? 'us-gov' : route
}

const NAMELESS = /^arn:[^/]*:(?:application-inference-profile|provisioned-model|custom)/

/** Model ids that are, or may stand for, a Claude model: all but those of other makers. */
export function mayBeClaude(rawModel: string): boolean {
  return /anthropic|claude/i.test(rawModel) || NAMELESS.test(rawModel)
}

export interface InvokedModel {
  raw: string
  resolved: ResolvedModel
}

export function invokedModel(record: JsonObject, context: CallContext): InvokedModel | null {
  const raw = textAt(record, 'modelId', 2048)?.trim() ?? ''
  return raw === '' ? null : { raw, resolved: context.resolve(raw) }
}

export function regionOf(record: JsonObject): string | null {
  return codeAt(record, 'region')
}
