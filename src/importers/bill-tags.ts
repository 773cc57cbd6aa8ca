// The chosen tags of a line of a cloud bill, whoever set them and however the export spells them. Owns the spellings.
// https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2-resource-tags.html (read 2026-11-22)

const PREFIX = /^(?:resource_?tags[/_]|iam_?principal[/_]|tags[/_])?(?:user[:_])?/i
const LONGEST = 256

/** `resourceTags/user:costCenter`, `user_cost_center` and `CostCenter` are one key. */
function squash(key: string): string {
  return key.replace(PREFIX, '').replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}

export function isPrincipalTag(key: string): boolean {
  return /^iam_?principal[/_]/i.test(key)
}

/** The user's spelling of each chosen key found, with its value. A tag of the resource wins over one of the caller. */
export function chosenTags(
  tags: readonly (readonly [key: string, value: string])[], chosen: readonly string[],
): Record<string, string> {
  const wanted = new Map(chosen.map((key) => [squash(key), key]))
  const found: Record<string, string> = {}
  const ordered = [...tags.filter(([key]) => isPrincipalTag(key)), ...tags.filter(([key]) => !isPrincipalTag(key))]
  for (const [key, value] of ordered) {
    const name = wanted.get(squash(key))
    if (name !== undefined && value !== '') found[name] = value.slice(0, LONGEST)
  }
  return found
}
