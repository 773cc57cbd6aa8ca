// Keeps a part of the page that broke from taking the rest with it. Says what failed and what still holds.
import { Component, type ReactNode } from 'react'
import { Button } from '../components/button.tsx'

interface Props {
  /** What broke, as the user knows it: "Overview". */
  part: string
  children: ReactNode
}

/** A new `key` (another place) starts afresh. */
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <div className="state" role="alert">
        <strong>{this.props.part} could not be drawn because of a fault in the app.</strong>
        <span>The ledger is unharmed, and the other places still work. The command line answers the same questions.</span>
        <Button size="small" onClick={() => this.setState({ broken: false })}>
          Try again
        </Button>
      </div>
    )
  }
}
