// What the keys of a Cost Explorer group are: by the reply's definitions, or by their looks where a reply was cut down to
// its results. Owns no amounts.
import { readUsageType } from './aws-usage-type.ts'
import { isObject, textAt, UnreadableField } from './fields.ts'

export interface Dimensions {
  usageType: string | null
  service: string | null
  /** A linked account's id. */
  account: string | null
  recordType: string | null
  resourceId: string | null
  tags: Readonly<Record<string, string>>
  /** Every key with its definition, in an order that does not depend on the reply's. */
  keys: readonly string[]
}

interface Key {
  type: string
  name: string
  value: string
}

/** @throws UnreadableField */
export function groupsOf(values: readonly unknown[], definitions: readonly unknown[]): Dimensions {
  const keys = values.map((value, index) => keyOf(value, definitions[index]))
  const dimension = (name: string) => keys.find((key) => key.type === 'DIMENSION' && key.name === name)?.value ?? null
  return {
    usageType: dimension('USAGE_TYPE'),
    service: dimension('SERVICE'),
    account: dimension('LINKED_ACCOUNT'),
    recordType: dimension('RECORD_TYPE'),
    resourceId: dimension('RESOURCE_ID'),
    tags: Object.fromEntries(keys.filter(({ type, value }) => type === 'TAG' && value !== '').map(({ name, value }) => [name, value])),
    keys: keys.map(({ type, name, value }) => `${type} ${name}=${value}`).toSorted(),
  }
}

/** @throws UnreadableField */
function keyOf(value: unknown, definition: unknown): Key {
  if (typeof value !== 'string') throw new UnreadableField('a key of the group is not text')
  if (value.length > 2048) throw new UnreadableField('a key of the group is too long')
  const type = isObject(definition) ? textAt(definition, 'Type') : null
  const name = isObject(definition) ? textAt(definition, 'Key') : null
  if (type === null || name === null) return guessed(value)
  return type === 'TAG' ? tag(name, value) : { type, name, value }
}

/** `surface$search`: the key is said twice; no value after the sign means no tag. */
function tag(name: string, value: string): Key {
  const isPrefixed = value.startsWith(`${name}$`)
  return { type: 'TAG', name: plainTag(name), value: isPrefixed ? value.slice(name.length + 1) : value }
}

/** Cost Explorer writes tags as they are named, exports add who set them. */
export function plainTag(name: string): string {
  return name.replace(/^(?:user:|iamPrincipal\/)/, '')
}

function guessed(value: string): Key {
  const dollar = value.indexOf('$')
  if (dollar > 0) return tag(value.slice(0, dollar), value)
  const of = (name: string): Key => ({ type: 'DIMENSION', name, value })
  if (/^\d{12}$/.test(value)) return of('LINKED_ACCOUNT')
  if (/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(value)) return of('REGION')
  if (value.startsWith('arn:')) return of('RESOURCE_ID')
  return of(readUsageType(value) !== null || /^[A-Z]{2,4}\d-/.test(value) ? 'USAGE_TYPE' : 'SERVICE')
}
