// Files dropped anywhere on the window are imported, whatever the view. Shows what would happen while they hover.
import { Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useImporting } from '../state/importing.ts'

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}

export function DropOverlay() {
  const [items, setItems] = useState<number | null>(null)
  const depth = useRef(0)
  const { drop } = useImporting()
  useEffect(() => {
    const leave = () => {
      depth.current = 0
      setItems(null)
    }
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current += 1
      setItems(event.dataTransfer?.items.length ?? 0)
    }
    const onOver = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current -= 1
      if (depth.current <= 0) leave()
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      leave()
      drop(event.dataTransfer)
    }
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && leave()
    const handlers = [
      ['dragenter', onEnter],
      ['dragover', onOver],
      ['dragleave', onLeave],
      ['drop', onDrop],
    ] as const
    for (const [name, handler] of handlers) window.addEventListener(name, handler)
    window.addEventListener('keydown', onKey)
    return () => {
      for (const [name, handler] of handlers) window.removeEventListener(name, handler)
      window.removeEventListener('keydown', onKey)
    }
  }, [drop])
  if (items === null) return null
  return (
    <div className="drop-overlay" role="status">
      <div>
        <Upload size={40} strokeWidth={1.5} aria-hidden />
        <strong>
          {items === 0
            ? 'Drop to read'
            : items === 1
              ? 'Drop to read 1 file or folder'
              : `Drop to read ${items} files or folders`}
        </strong>
        <span className="t2">
          Everything stays in one file on this computer. No prompt or answer text is stored or logged.
        </span>
      </div>
    </div>
  )
}
