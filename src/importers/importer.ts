// What an importer is. One file a format implements this; registry.ts lists them; read-source.ts drives them.
import type { Basis, Platform, Route, UsageRecord } from '../core/usage.ts'

/** A thing to read: a dropped file, a path, an upload. Opened at most once; yields the bytes as they are stored. */
export interface LogSource {
  /** Shown to the user; for a folder's file the path below the folder, with forward slashes. */
  name: string
  /** Bytes as stored, null where unknown. */
  size: number | null
  modifiedAtMs: number | null
  /** Absolute path where there is one (never sent to a page). */
  path?: string
  /** A chunk may be overwritten once the second one after it is asked for. `from` skips that many stored bytes (only for sources with a path, to read what a grown file gained). */
  open(from?: number): AsyncIterable<Uint8Array>
}

/** The first 64 KiB of a source, decompressed, without BOM. */
export interface SourceHead {
  name: string
  bytes: Buffer
  /** A character a byte: what tells formats apart is ASCII, and a text of bytes is made and searched in less than half the time. */
  text: string
  /** The head is the whole source. */
  complete: boolean
}

/**
 * How a source falls into entries.
 * `lines`: one entry a line (NDJSON, plain logs). `linked-lines`: the same, but later lines need earlier ones, so a grown
 * file is read from its beginning. `values`: a run of JSON values, pretty-printed or not; with
 * `path`, the elements of the array found under that key path of each top-level value (`['events']`), or of the
 * top-level array itself (`[]`). `csv`: one entry a row after the header.
 */
export type Framing =
  | { kind: 'lines' }
  | { kind: 'linked-lines' }
  | { kind: 'values'; path: readonly string[] | null }
  | { kind: 'csv' }

/** How sure an importer is that a source is its own, 1 to 100, and how it wants it cut. */
export interface Identification {
  score: number
  framing: Framing
}

/** What became of one entry. Position is the 1-based line (lines, csv) or element number (values). */
export interface EntrySink {
  accept(record: UsageRecord, position: number): void
  /** Not usage, and known not to be. The reason is a fixed phrase of the importer, never content. */
  ignore(reason: string, position: number): void
  /** Should have been usage and could not be read. The reason names the field, never its text content. */
  reject(reason: string, position: number): void
  /** Says of a request exactly what an accepted entry of the same source said, with its keys: a duplicate. */
  repeat(position: number): void
  /**
   * One stored line or element held several entries (an Insights result, a subscription batch): call once with
   * how many more entries than one it held.
   */
  extraEntries(count: number): void
}

/** What the user said about a source, overriding what is derived. */
export interface ReadOptions {
  platform: Platform | null
  route: Route | null
  /** The model of usage whose source names none; any spelling that is known. */
  model?: string | null
  /** The UTC day of entries without a time. */
  day?: string | null
  /** Tag keys kept in the origin. */
  tagKeys: readonly string[]
  /** The source's name, for importers that need a path hint (project folder). */
  sourceName: string
}

/** Reads one source, entry by entry, in order. Synchronous: never throws for bad data, never keeps content. */
export interface EntryReader {
  /** A line without its newline, or the bytes of one JSON value. Valid only during the call. */
  entry(bytes: Buffer, position: number): void
  /** A CSV row by header name; called instead of `entry` for framing `csv`. */
  row?(cells: Readonly<Record<string, string>>, position: number): void
  /** After the last entry; emits what was held back (for instance for aggregation over lines). */
  end(): void
}

export interface Importer {
  /** Stable id, for instance `bedrock-invocation-log`. Kept in the database. */
  id: string
  /** As shown to the user: "Bedrock invocation log". */
  title: string
  basis: Basis
  /** The highest score `identify` gives. An importer that cannot outdo a claim already made is not asked. */
  surest: number
  /** By content only. Null: not this format. */
  identify(head: SourceHead): Identification | null
  read(options: ReadOptions, sink: EntrySink): EntryReader
  /** Of tables stored by column (Parquet), the columns it reads. Absent: all. */
  readsColumn?(column: string): boolean
}
