// A short text on hover and focus. Wrap the page once in TipProvider.
import { Tooltip } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

export function TipProvider({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Tooltip.Provider>
  )
}

export function Tip({
  text,
  side = 'bottom',
  children,
}: {
  text: ReactNode
  side?: 'bottom' | 'right' | 'top'
  children: ReactElement
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
