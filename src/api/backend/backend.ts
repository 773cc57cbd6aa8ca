// What a shell needs of the backend: carry calls, hand in sources, hear events. create-backend.ts builds one.
import type { LogSource } from '../../importers/importer.ts'
import type { RecordSource } from '../../pull/record-source.ts'
import type { Platform, Route } from '../../core/usage.ts'
import type { LedgerEvent, Reply } from '../contract/contract.ts'
import type { PullOptions } from './pulls/pull-options.ts'

export interface ImportRequest {
  /** What the user sees in the list of imports: a file's or folder's name. */
  label: string
  sources: AsyncIterable<LogSource> | Iterable<LogSource>
  /** Null where not known beforehand. */
  sourcesTotal: number | null
  bytesTotal: number | null
  platform?: Platform
  route?: Route
  /** Of usage whose source names no model. */
  model?: string
  /** UTC day of entries without a time. */
  day?: string
  /** Reads files that are known as well, and takes back their earlier readings when this one is done. */
  again?: boolean
  /** Pulls, read after the sources. */
  records?: readonly RecordSource[]
}

export interface Backend {
  /** One contract call. Never rejects: a failure is a reply. */
  call(method: string, input: unknown): Promise<Reply>
  /** Starts reading; imports run one after the other. `done` resolves to the import id when the job has ended. */
  startImport(request: ImportRequest): { jobId: string; done: Promise<number> }
  /** What an earlier pull kept under a key; undefined where there is nothing. */
  remembered(key: string): unknown
  /** Packs what later calls would take long to read, in slices: other calls are answered in between. Never rejects. */
  prepare(): Promise<void>
  onEvent(listener: (event: LedgerEvent) => void): () => void
  /** Closes the database after the running batch. */
  close(): Promise<void>
}

export interface BackendOptions {
  ledgerPath: string
  version: string
  /** The program of the thread that reads files, as source or built; absent: files are read where the ledger is written. */
  readingThread?: string | URL
  pulls?: PullOptions
}
