// Reading files of an import again, and what is said of it: where their place is not known, how to do it by hand.
import { problemText, useAction } from '../../api.ts'
import { useToast } from '../../components/toast.tsx'
import type { Output } from '../../../src/api/contract/contract.ts'
import { countOf } from './import-report-model.ts'

type Answer = Output<'imports.readAgain'>

/** How to bring files in again whose place is not known: an upload leaves none, a member of an archive has none. */
export function unknownPlaces(unknown: readonly string[]): string | null {
  if (unknown.length === 0) return null
  return `${countOf(unknown.length, 'file', 'files')} came by upload, archive or pull, so that their place is not known: undo the import and drop them again.`
}

/** Starts reading; several imports are read one after the other. */
export function useReadAgain(): (asked: readonly { id: number; names: string[] | null }[]) => Promise<void> {
  const { mutateAsync } = useAction('imports.readAgain')
  const toast = useToast()
  return async (asked) => {
    try {
      const answers: Answer[] = []
      for (const one of asked) answers.push(await mutateAsync(one))
      const files = answers.reduce((sum, answer) => sum + answer.files, 0)
      const detail = unknownPlaces(answers.flatMap(({ unknown }) => unknown))
      toast({ title: files === 0 ? 'Nothing could be read again' : `${countOf(files, 'file is', 'files are')} read again`, ...(detail === null ? {} : { detail }) })
    } catch (error) {
      const { message, remedy } = problemText(error)
      toast({ title: message, kind: 'bad', ...(remedy === null ? {} : { detail: remedy }) })
    }
  }
}
