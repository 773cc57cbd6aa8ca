// The two keys of a record (product rule of identity) with a short hash of each. Indexes hold the hashes: a third of the
// size, so that an import rewrites a third of the pages. The texts decide; a hash only says where to look.
import type { UsageRecord } from './usage.ts'

export interface Keys {
  messageKey: string | null
  requestKey: string | null
  messageHash: number | null
  requestHash: number | null
}

/** No vendor's id begins with a control character, so this never meets one. */
const REPORT = '\u0001'

const idOrNull = (id: string | null): string | null => (id === '' ? null : id)

/** Both null: the record is known by its place in its source only. */
export function keysOfRecord({ reportKey, messageId, requestId }: UsageRecord): Keys {
  return reportKey === null ? keysOf(idOrNull(messageId), idOrNull(requestId)) : keysOf(REPORT + reportKey, null)
}

export function keysOf(messageKey: string | null, requestKey: string | null): Keys {
  return {
    messageKey,
    requestKey,
    messageHash: messageKey === null ? null : hashOf(messageKey),
    requestHash: requestKey === null ? null : hashOf(requestKey),
  }
}

/** 53 bits, after cyrb53 (public domain, https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js). Stored: never change it. */
export function hashOf(text: string): number {
  let [h1, h2] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return 4294967296 * (2097151 & h2) + (h1 >>> 0)
}
