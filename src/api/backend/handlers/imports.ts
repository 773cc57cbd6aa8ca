// Imports: the list, the report of one, its rejected entries, undo.
import { problem } from '../../../core/problem.ts'
import type { Handlers } from '../../dispatcher.ts'
import type { Context } from '../context.ts'
import { allOverlaps } from '../import-overlaps.ts'
import { readAgain } from '../read-again.ts'
import { importReport } from '../import-report.ts'
import type { ImportQueue } from '../import-queue.ts'

type ImportHandlers =
  Pick<Handlers, 'imports.list' | 'imports.report' | 'imports.rejections' | 'imports.undo' | 'imports.overlaps' | 'imports.readAgain' | 'jobs.cancel'>

export function importHandlers(context: Context, queue: ImportQueue): ImportHandlers {
  const { imports } = context.ledger
  const existing = (id: number) => {
    const row = imports.get(id)
    if (row === null) throw problem('no-import', `There is no import ${id}.`)
    return row
  }
  return {
    'imports.list': () => ({ imports: imports.list() }),
    'imports.report': ({ id }) => importReport(context, existing(id)),
    'imports.readAgain': ({ id, names }) => readAgain(context, queue, { row: existing(id), names }),
    'imports.overlaps': async () => ({ overlaps: await allOverlaps(context) }),
    'imports.rejections': ({ id, offset, limit }) => {
      existing(id)
      return imports.rejections(id, offset, limit)
    },
    'imports.undo': ({ id }) => {
      const { state } = existing(id)
      if (state === 'running') throw problem('import-running', 'This import is still running.', 'Cancel it, or wait for its end.')
      if (state === 'undone') throw problem('import-undone', 'This import has been undone already.')
      const result = imports.undo(id)
      context.changed()
      return result
    },
    'jobs.cancel': ({ id }) => {
      queue.cancel(id)
      return {}
    },
  }
}
