// Every cause that occurs: its part, on which days, what it means and what to do about it. Without colour: the bars above it
// are coloured by up and down, those over time by cause.
import { moneyChange, tokens as tokensText } from '../../format.ts'
import { hrefOf } from '../../state/navigation.tsx'
import type { ReconcileFigures, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import type { Cause } from '../../../src/core/reconcile-types.ts'
import { CAUSE_WORDS } from './cause-words.ts'
import { absolute, daysOf, occurring, partOf } from './reconcile-model.ts'

/** Causes that fall on single days; of the others the days say little. */
const BY_DAY: ReadonlySet<Cause> = new Set(['dayEdge', 'logGap', 'billGap', 'unknown', 'otherMeters'])

function CauseItem({ cause, figures, rows }: { cause: Cause; figures: ReconcileFigures; rows: readonly ReconcileRow[] }) {
  const { name, meaning, remedy } = CAUSE_WORDS[cause]
  const days = BY_DAY.has(cause) ? daysOf(rows, cause) : ''
  return (
    <li>
      <div className="grow">
        <strong>{name}</strong> <span className="t2">{meaning}</span>
        {days === '' ? null : <span className="t2"> {days}</span>} {remedy === null ? null : <span>{remedy}</span>}
        {cause === 'logGap' && figures.unpricedTokens > 0 ? <Unpriced tokens={figures.unpricedTokens} /> : null}
      </div>
      <span className="strong nowrap">{moneyChange(partOf(figures, cause))}</span>
    </li>
  )
}

/** Usage that the logs do show, but without a price, is in no computed amount either. */
function Unpriced({ tokens }: { tokens: number }) {
  return (
    <>
      {' '}
      {tokensText(tokens)} logged tokens without a price count here too:{' '}
      <a className="in-text" href={hrefOf('data', { tab: 'prices' })}>map them or set a price</a>.
    </>
  )
}

/** Largest part first. */
export function CauseList({ figures, rows }: { figures: ReconcileFigures; rows: readonly ReconcileRow[] }) {
  const size = (cause: Cause) => absolute(partOf(figures, cause))
  const causes = occurring([figures]).toSorted((a, b) => (size(a) === size(b) ? 0 : size(a) > size(b) ? -1 : 1))
  if (causes.length === 0) {
    return <p className="panel-body small t2">Both sides are equal to the last digit: there is nothing to explain.</p>
  }
  return (
    <ul className="cause-list" aria-label="Causes of the residual">
      {causes.map((cause) => (
        <CauseItem key={cause} {...{ cause, figures, rows }} />
      ))}
    </ul>
  )
}
