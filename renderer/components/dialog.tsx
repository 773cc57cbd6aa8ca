// A dialog that asks for something before it is done. Focus and Esc are Radix's.
import { Dialog as RadixDialog } from 'radix-ui'
import type { ReactNode } from 'react'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence below the title. */
  about?: ReactNode
  children?: ReactNode
  /** Buttons, right-aligned; the one that does it last. */
  actions?: ReactNode
  width?: number
}

export function Dialog({ open, onOpenChange, title, about, children, actions, width = 480 }: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="dialog-scrim" />
        <RadixDialog.Content
          className="dialog"
          style={{ width }}
          {...(about === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <RadixDialog.Title asChild>
            <h2>{title}</h2>
          </RadixDialog.Title>
          {about === undefined ? null : (
            <RadixDialog.Description asChild>
              <p className="about">{about}</p>
            </RadixDialog.Description>
          )}
          {children}
          {actions === undefined ? null : <div className="dialog-actions">{actions}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}
