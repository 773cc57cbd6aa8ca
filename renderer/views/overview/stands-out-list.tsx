// The lettered events beside the cost chart, with their letters in it.
import { money, shortDateRange } from '../../format.ts'
import type { StandsOut } from './stands-out.ts'

export function StandsOutList({ events }: { events: readonly StandsOut[] }) {
  return (
    <section className="stands-out" aria-label="Stands out">
      <h3>Stands out</h3>
      {events.length === 0 ? (
        <p className="caption">No whole day cost much more than usual for its kind.</p>
      ) : (
        <ol>
          {events.map((event) => (
            <li key={event.letter}>
              <span className="letter" aria-hidden>
                {event.letter}
              </span>
              <span>
                <strong>{shortDateRange(event.from, event.to)}</strong>{' '}
                <span className="t2">
                  {event.surface} {event.what}, {money(event.extra)} more
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
