// Whether the head of a source has one of some words in it. Every importer that could win is asked about every file, so
// that this must be quick: a search in bytes takes a tenth of what the same as a regular expression takes.
import type { SourceHead } from './importer.ts'

export function wordsOf(...words: readonly string[]): readonly Buffer[] {
  return words.map((word) => Buffer.from(word))
}

export function hasAnyWord({ bytes }: SourceHead, words: readonly Buffer[]): boolean {
  return words.some((word) => bytes.includes(word))
}
