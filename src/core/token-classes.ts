// The five classes of tokens: by themselves, so that usage and bills can both be said in them. Owns no arithmetic.

export const TOKEN_CLASSES = ['uncachedInput', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const
export type TokenClass = (typeof TOKEN_CLASSES)[number]

/** Disjoint counts whose sum is every billed token. Integers. */
export type TokenCounts = Record<TokenClass, number>
