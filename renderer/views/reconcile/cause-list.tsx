// Every cause that occurs: its part, on which days, what it means and what to do about it.
import { Swatch } from '../../components/swatch.tsx'
import { moneyChange } from '../../format.ts'
import type { ReconcileFigures, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import type { Cause } from '../../../src/core/reconcile-types.ts'
import { CAUSE_WORDS } from './cause-words.ts'
import { absolute, daysOf, occurring, partOf } from './reconcile-model.ts'

/** Causes that fall on single days; of the others the days say little. */
const BY_DAY: ReadonlySet<Cause> = new Set(['dayEdge', 'logGap', 'billGap', 'unknown', 'otherMeters'])

function CauseItem({ cause, figures, rows }: { cause: Cause; figures: ReconcileFigures; rows: readonly ReconcileRow[] }) {
  const { name, meaning, remedy, fill } = CAUSE_WORDS[cause]
  const days = BY_DAY.has(cause) ? daysOf(rows, cause) : ''
  return (
    <li>
      <Swatch fill={fill} />
      <div className="grow">
        <strong>{name}</strong> <span className="t2">{meaning}</span>
        {days === '' ? null : <span className="t2"> On {days}.</span>} {remedy === null ? null : <span>{remedy}</span>}
      </div>
      <span className="strong nowrap">{moneyChange(partOf(figures, cause))}</span>
    </li>
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
