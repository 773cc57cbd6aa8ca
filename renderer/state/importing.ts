// Ways in for logs: drop, chooser, sample. Each starts a job; progress and the report come by events.
import { useMemo } from 'react'
import { useAction, useBridge, problemText } from '../api.ts'
import { useToast } from '../components/toast.tsx'

export interface Importing {
  /** Call inside the drop event: afterwards the browser forgets what was dropped. */
  drop: (transfer: DataTransfer) => void
  choose: (kind: 'files' | 'folder') => void
  loadSample: () => void
}

export function useImporting(): Importing {
  const bridge = useBridge()
  const toast = useToast()
  const { mutate } = useAction('sample.load')
  return useMemo(() => {
    const failed = (error: unknown) => {
      const { message, remedy } = problemText(error)
      toast({ title: message, kind: 'bad', ...(remedy === null ? {} : { detail: remedy }) })
    }
    return {
      drop: (transfer) => void bridge.importDropped(transfer).catch(failed),
      choose: (kind) => void bridge.chooseAndImport(kind).catch(failed),
      loadSample: () => mutate({}, { onError: failed }),
    }
  }, [bridge, toast, mutate])
}
