// Several JSON values written one after another in one text, with or without blanks between. Owns the cutting only.

/**
 * The texts of the values; the last one may be incomplete. Brackets inside strings do not count. Values that are
 * neither object nor array end the run.
 */
export function splitJsonRun(text: string): string[] {
  const values: string[] = []
  let at = skipBlanks(text, 0)
  while (at < text.length) {
    const end = endOfValue(text, at)
    values.push(text.slice(at, end))
    at = skipBlanks(text, end)
  }
  return values
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n,'.includes(text.charAt(at))) at += 1
  return at
}

function endOfValue(text: string, start: number): number {
  const structure = /["{}[\]]/g
  structure.lastIndex = start
  let depth = 0
  for (let hit = structure.exec(text); hit !== null; hit = structure.exec(text)) {
    if (hit[0] === '"') structure.lastIndex = endOfString(text, hit.index)
    else if (hit[0] === '{' || hit[0] === '[') depth += 1
    else depth -= 1
    if (depth <= 0) return structure.lastIndex
  }
  return text.length
}

/** Just behind the closing quote of the string that opens at `start`; the end of the text where there is none. */
export function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === 92) escapes += 1
    if (escapes % 2 === 0) return at + 1
  }
  return text.length
}

/**
 * Names of the members of the first object in a text that may be cut off, in order. An array is looked through to
 * its first object. For telling formats apart by the first 64 KiB.
 */
export function leadingKeys(text: string): LeadingKeys {
  if (last.text !== text) last = { text, found: findLeadingKeys(text) }
  return last.found
}

export interface LeadingKeys { inArray: boolean; keys: readonly string[] }

/** A dozen importers ask about the same text, one after the other. */
let last: { text: string; found: LeadingKeys } = { text: '', found: { inArray: false, keys: [] } }

function findLeadingKeys(text: string): LeadingKeys {
  const open = /^[\s\uFEFF]*(\[[\s[]*)?\{/.exec(text)
  const keys: string[] = []
  if (open === null) return { inArray: false, keys }
  const structure = /["{}[\]]/g
  structure.lastIndex = open[0].length
  let depth = 1
  for (let hit = structure.exec(text); hit !== null && depth > 0; hit = structure.exec(text)) {
    if (hit[0] === '{' || hit[0] === '[') depth += 1
    else if (hit[0] !== '"') depth -= 1
    else {
      const end = endOfString(text, hit.index)
      if (depth === 1 && /^\s*:/.test(text.slice(end, end + 8))) keys.push(text.slice(hit.index + 1, end - 1))
      structure.lastIndex = end
    }
  }
  return { inArray: open[1] !== undefined, keys }
}
