// Short messages at the lower left, each with at most one thing to do. Read out politely.
import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { IconButton } from './button.tsx'

export interface ToastMessage {
  title: string
  detail?: string
  kind?: 'plain' | 'good' | 'bad'
  action?: { label: string; onSelect: () => void }
}

type Shown = ToastMessage & { id: number }

const ToastContext = createContext<(message: ToastMessage) => void>(() => {})

/** `const toast = useToast(); toast({ title: 'Saved' })`. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext)
}

/** A mere confirmation goes before one that says something or offers a step. */
const SHORT_MS = 4000
const LONG_MS = 6000

let lastId = 0

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([])
  const show = useCallback((message: ToastMessage) => {
    lastId += 1
    const next = { ...message, id: lastId }
    setShown((before) => [...before.slice(-3), next])
  }, [])
  const close = useMemo(() => (id: number) => setShown((before) => before.filter((toast) => toast.id !== id)), [])
  return (
    <ToastContext.Provider value={show}>
      <Toast.Provider swipeDirection="left">
        {children}
        {shown.map((toast) => (
          <OneToast key={toast.id} toast={toast} onClose={() => close(toast.id)} />
        ))}
        <Toast.Viewport className="toasts" />
      </Toast.Provider>
    </ToastContext.Provider>
  )
}

function OneToast({ toast, onClose }: { toast: Shown; onClose: () => void }) {
  return (
    <Toast.Root
      className="toast"
      duration={toast.kind === 'good' && toast.action === undefined ? SHORT_MS : LONG_MS}
      data-kind={toast.kind ?? 'plain'} onOpenChange={(open) => open || onClose()}>
      <div className="grow">
        <Toast.Title asChild>
          <strong>{toast.title}</strong>
        </Toast.Title>
        {toast.detail === undefined ? null : <Toast.Description className="t2">{toast.detail}</Toast.Description>}
        {toast.action === undefined ? null : (
          <Toast.Action asChild altText={toast.action.label}>
            <button type="button" className="link" onClick={toast.action.onSelect}>
              {toast.action.label}
            </button>
          </Toast.Action>
        )}
      </div>
      <Toast.Close asChild>
        <IconButton icon={X} label="Close" />
      </Toast.Close>
    </Toast.Root>
  )
}
