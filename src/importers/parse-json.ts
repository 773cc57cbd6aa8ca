// JSON that may be broken: a value or null, never a throw. What is rejected names no content.

/** Null: not valid JSON. The value stands in an object, so that a JSON `null` is told from a failure. */
export function parseJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text)
    return { value }
  } catch {
    return null
  }
}
