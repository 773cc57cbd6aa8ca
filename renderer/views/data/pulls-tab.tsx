// Pulls: the only place from which anything goes out of this computer, and only when asked or scheduled here.
import { useCall } from '../../api.ts'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { useWindow } from '../../state/ledger.tsx'
import { AnthropicCard } from './pulls-anthropic.tsx'
import { CloudWatchCard } from './pulls-cloudwatch.tsx'
import './pulls.css'

export function PullsTab() {
  const { tz } = useWindow()
  const state = useCall('pulls.state', {})
  const pulls = state.data
  if (state.error !== null) {
    return (
      <Panel label="Pulls">
        <ErrorState error={state.error} onRetry={() => void state.refetch()}>
          Figures elsewhere still hold.
        </ErrorState>
      </Panel>
    )
  }
  if (pulls === undefined)
    return (
      <div className="data-halves">
        <LoadingBlock height={420} />
        <LoadingBlock height={420} />
      </div>
    )
  const [cloudWatch, anthropic] = (['cloudwatch', 'anthropic'] as const).map((kind) =>
    pulls.pulls.find((one) => one.kind === kind),
  )
  const today = new Date().toISOString().slice(0, 10)
  return (
    <>
      <p className="pulls-lead">
        Instead of dropping files, let the ledger fetch reports. Nothing goes out but what is asked for here, by your
        press or on a schedule you set.
      </p>
      <div className="data-halves pulls">
        {cloudWatch === undefined ? null : <CloudWatchCard pulls={pulls} pull={cloudWatch} tz={tz} today={today} />}
        {anthropic === undefined ? null : <AnthropicCard pulls={pulls} pull={anthropic} tz={tz} today={today} />}
      </div>
    </>
  )
}
