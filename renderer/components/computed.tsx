// The popover "How this number is computed": a formula, the user's own numbers, and what the figure rests on.
import { Info, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'

/** The value and the line below it, in a key figure's tile. */
const UNDER_TILE_PX = 58

export interface ComputedRow {
  label: ReactNode
  /** Cells after the label, for instance exact tokens, price, amount. */
  cells: readonly ReactNode[]
  sum?: boolean
}

export interface ComputedProps {
  /** What the figure is and for which window, in one sentence with the formula. */
  what: ReactNode
  /** Heads of the columns, the first for the labels. */
  heads?: readonly ReactNode[]
  rows?: readonly ComputedRow[]
  /** Price source, day checked, overrides, coverage. */
  footer?: ReactNode
}

/** The (i) button beside a label. `figure` names what is explained, for screen readers. */
export function ComputedButton({ figure, ...content }: ComputedProps & { figure: string }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="info-button" aria-label={`How ${figure} is computed`}>
        <Info size={12} strokeWidth={1.75} aria-hidden />
      </Popover.Trigger>
      <ComputedPopover {...content} />
    </Popover.Root>
  )
}

/** The same button for content that asks the backend: made only when it opens. */
export function ComputedFigureButton({ figure, content }: { figure: string; content: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="info-button" aria-label={`How ${figure} is computed`}>
        <Info size={12} strokeWidth={1.75} aria-hidden />
      </Popover.Trigger>
      <ComputedShell below={UNDER_TILE_PX}>{content}</ComputedShell>
    </Popover.Root>
  )
}

/** A figure may stand in a row that opens something else; React carries clicks through the portal. */
const stay = (event: { stopPropagation: () => void }) => event.stopPropagation()

/** A figure that opens its own explanation by click or Enter. The content is made only when it opens. */
export function ComputedFigure({
  figure,
  children,
  content,
}: {
  figure: string
  children: ReactNode
  content: ReactNode
}) {
  return (
    <Popover.Root>
      <Popover.Trigger className="figure-button" onClick={stay} title={`How ${figure} is computed`}>
        {children}
      </Popover.Trigger>
      <ComputedShell>{content}</ComputedShell>
    </Popover.Root>
  )
}

function ComputedPopover(props: ComputedProps) {
  return (
    <ComputedShell below={UNDER_TILE_PX}>
      <ComputedContent {...props} />
    </ComputedShell>
  )
}

/** Beside what it explains, never over it: right of a figure, or so far below a label that its figure stays in sight. */
export function ComputedShell({ children, below }: { children: ReactNode; below?: number }) {
  const place =
    below === undefined ? { side: 'right' as const, sideOffset: 12 } : { side: 'bottom' as const, sideOffset: below }
  return (
    <Popover.Portal>
      <Popover.Content
        className="popover computed"
        onClick={stay}
        aria-label="How this number is computed"
        align="start"
        collisionPadding={12}
        {...place}
      >
        <header>
          <h3>How this number is computed</h3>
          <Popover.Close className="icon-button" aria-label="Close">
            <X size={14} strokeWidth={1.75} aria-hidden />
          </Popover.Close>
        </header>
        {children}
      </Popover.Content>
    </Popover.Portal>
  )
}

export function ComputedContent({ what, heads, rows, footer }: ComputedProps) {
  return (
    <>
      <div className="what">{what}</div>
      {rows === undefined ? null : (
        <table>
          {heads === undefined ? null : (
            <thead>
              <tr>
                {heads.map((head, index) => (
                  <th key={index} scope="col" className={index === 0 ? '' : 'num'}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} className={row.sum === true ? 'sum' : ''}>
                <th scope="row">{row.label}</th>
                {row.cells.map((cell, at) => (
                  <td key={at} className="num">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {footer === undefined ? null : <footer>{footer}</footer>}
    </>
  )
}
