// Puts a text on the clipboard and says so; says too where the window may not.
import { useToast } from '../../components/toast.tsx'

export function useCopy(): (text: string, done: string) => void {
  const toast = useToast()
  return (text, done) => {
    const failed = () => toast({ title: 'The clipboard cannot be reached', detail: 'Save the file instead.', kind: 'bad' })
    const { clipboard } = navigator
    if (clipboard === undefined) failed()
    else clipboard.writeText(text).then(() => toast({ title: done, kind: 'good' }), failed)
  }
}
