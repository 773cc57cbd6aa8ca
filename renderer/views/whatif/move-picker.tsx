// "Move a surface to ...": one surface, every placement with what it would cost there, one click to add the move.
import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Swatch, placementFill, seriesFill } from '../../components/swatch.tsx'
import { money, moneyChange, NO_DATA } from '../../format.ts'
import { shortPlacement } from '../../words.ts'
import { placementKey, placementLabel, samePlacement, type Placement } from '../../../src/core/placement.ts'
import { ALL_SURFACES } from '../../../src/core/scenario.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import type { Observed } from './observed.ts'
import { emptyScenario, shareLeft, type Move } from './scenario-state.ts'
import { outcomeOf, type Basis } from './use-projection.ts'

export interface MovePickerProps {
  basis: Basis
  scenario: Scenario
  /** Largest cost first. */
  surfaces: readonly string[]
  slotOf: (surface: string) => number
  targets: readonly Placement[]
  onPick: (move: Move) => void
  onCancel: (() => void) | null
}

interface Offer {
  target: Placement
  isToday: boolean
  projected: bigint | null
  difference: bigint | null
}

/** The surface moved whole to each target, nothing else changed. */
function offersFor(basis: Basis, surface: string, targets: readonly Placement[]): Offer[] {
  const today = basis.observed.get(surface)?.placements ?? []
  return targets.map((target) => {
    const outcome = outcomeOf(basis, { ...emptyScenario('', null), moves: [{ surface, sharePct: 100, to: target }] })
    const isToday = today.length === 1 && today.some((placement) => samePlacement(placement, target))
    const row = outcome.ok
      ? surface === ALL_SURFACES
        ? outcome.total
        : outcome.surfaces.find((one) => one.surface === surface)
      : undefined
    const known = row !== undefined && isPricedAt(basis, surface, target)
    return { target, isToday, projected: known ? row.projected : null, difference: known ? row.difference : null }
  })
}

/** Whether most of the surface has a price there: what has none stays at today's cost and would flatter the offer. */
function isPricedAt(basis: Basis, surface: string, target: Placement): boolean {
  const model = basis.observed.get(surface)?.models[0]
  return basis.book.points.some(
    (point) =>
      point.model === model &&
      point.platform === target.platform &&
      (point.routes.includes(target.route) || point.routes.includes('*')),
  )
}

function OfferRow({ offer, onPick }: { offer: Offer; onPick: () => void }) {
  return (
    <li>
      <button type="button" className="offer" onClick={onPick}>
        <Swatch fill={placementFill(placementKey(offer.target))} />
        <span title={placementLabel(offer.target)}>
          <span className="visually-hidden">Move to </span>
          {shortPlacement(offer.target)}
          {offer.isToday ? <span className="t3"> today</span> : null}
        </span>
        <span className="num">
          {offer.projected === null ? <span className="t3">not priced there</span> : money(offer.projected)}
        </span>
        <span className={`num offer-change ${tone(offer.difference)}`}>
          {offer.difference === null ? NO_DATA : moneyChange(offer.difference)}
        </span>
      </button>
    </li>
  )
}

function tone(difference: bigint | null): string {
  return difference === null || difference === 0n ? 't3' : difference < 0n ? 'good' : 'bad'
}

function otherStarts(observed: Observed | null, pick: (settings: Omit<Move, 'surface' | 'sharePct'>) => void) {
  const better = Math.min(95, Math.round((observed?.hitRatePct ?? 0) + 10))
  return (
    <div className="row wrap">
      <Button size="small" onClick={() => pick({ tier: 'batch' })}>
        Run it in batch
      </Button>
      <Button size="small" onClick={() => pick({ cache: { mode: 'hit-rate', hitRatePct: better } })}>
        Cache more of it
      </Button>
      <Button size="small" onClick={() => pick({})}>
        Change something else
      </Button>
    </div>
  )
}

export function MovePicker({ basis, scenario, surfaces, slotOf, targets, onPick, onCancel }: MovePickerProps) {
  const free = [...surfaces, ALL_SURFACES].filter((surface) => shareLeft(scenario, surface) > 0)
  const [chosen, setChosen] = useState<string | null>(null)
  const surface = chosen !== null && free.includes(chosen) ? chosen : (free[0] ?? null)
  const offers = useMemo(() => (surface === null ? [] : offersFor(basis, surface, targets)), [basis, surface, targets])
  if (surface === null)
    return (
      <p className="picker small t2">Every surface is moved whole already. Lower a share to move the rest elsewhere.</p>
    )
  const pick = (settings: Omit<Move, 'surface' | 'sharePct'>) =>
    onPick({ surface, sharePct: shareLeft(scenario, surface), ...settings })
  return (
    <section className="picker" aria-label="Move a surface">
      <div className="picker-head">
        <h3 id="picker-title">Which surface moves?</h3>
        {onCancel === null ? null : (
          <Button size="small" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <div className="chips" role="group" aria-labelledby="picker-title">
        {free.map((name) => (
          <button
            key={name}
            type="button"
            className="chip"
            aria-pressed={name === surface}
            onClick={() => setChosen(name)}
          >
            {name === ALL_SURFACES ? (
              'All surfaces'
            ) : (
              <>
                <Swatch fill={seriesFill(slotOf(name))} />
                {name}
              </>
            )}
          </button>
        ))}
      </div>
      <div className="offer-head caption">
        <span className="grow">Where to?</span>
        <span className="num">A month there</span>
        <span className="num offer-change">Change</span>
      </div>
      <ul className="offers">
        {offers.map((offer) => (
          <OfferRow key={placementKey(offer.target)} offer={offer} onPick={() => pick({ to: offer.target })} />
        ))}
      </ul>
      <p className="caption">or leave it where it is and</p>
      {otherStarts(basis.observed.get(surface) ?? null, pick)}
    </section>
  )
}
