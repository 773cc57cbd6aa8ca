// Reads files of an import once more, from where they lie: after a setting of their source or the tag keys have changed.
import type { ImportRow } from '../../../db/ledger.ts'
import type { LogSource } from '../../importers/importer.ts'
import type { Output } from '../contract/contract.ts'
import type { Context } from './context.ts'
import { sourcesFromPaths } from './files.ts'
import type { ImportQueue } from './import-queue.ts'

interface Asked {
  row: ImportRow
  /** Null: all of the import. */
  names: readonly string[] | null
}

/** Sources without a path are told and left as they are: an upload is gone, a member of an archive was never a file. */
export async function readAgain(context: Context, queue: ImportQueue, { row, names }: Asked): Promise<Output<'imports.readAgain'>> {
  const wanted = context.ledger.imports.sourcePaths(row.id).filter(({ name }) => names === null || names.includes(name))
  const known = wanted.flatMap(({ name, path }) => (path === null ? [] : [{ name, path }]))
  const unknown = wanted.filter(({ path }) => path === null).map(({ name }) => name)
  if (known.length === 0) return { jobId: null, files: 0, unknown }
  const found = await sourcesFromPaths(known.map(({ path }) => path))
  const sources = found.flatMap(({ sources: [source] }, at): LogSource[] =>
    source === undefined ? [] : [{ ...source, name: known[at]?.name ?? source.name }])
  const bytesTotal = sources.reduce((sum, { size }) => sum + (size ?? 0), 0)
  const { jobId } = queue.start({ label: row.label, sources, sourcesTotal: sources.length, bytesTotal, again: true })
  return { jobId, files: sources.length, unknown }
}
