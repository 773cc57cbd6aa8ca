// Fields that both cards of live pulls have: labelled rows, the days to ask for, and what the form's problem is.
import type { ReactNode } from 'react'
import { Select } from '../../components/menu.tsx'
import type { DayChoice, Days } from './pulls-model.ts'

export function Row({
  label,
  note,
  problem,
  children,
}: {
  label: string
  note?: ReactNode
  problem?: string | null
  children: ReactNode
}) {
  return (
    <>
      <span className="label" aria-hidden>
        {label}
      </span>
      <div className="pull-field">{children}</div>
      {problem === undefined || problem === null ? null : (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      {note === undefined ? null : <p className="field-note">{note}</p>}
    </>
  )
}

const CHOICES: Readonly<Record<Days, string>> = {
  new: 'Since the last pull',
  7: 'Last 7 days',
  30: 'Last 30 days',
  90: 'Last 90 days',
  455: 'Last 455 days',
  chosen: 'Days I choose',
}

export interface DaysRowProps {
  label: string
  choice: DayChoice
  onChange: (choice: DayChoice) => void
  /** The choices that make sense at this source. */
  options: readonly Days[]
  wrong: string | null
  note: string
}

export function DaysRow({ label, choice, onChange, options, wrong, note }: DaysRowProps) {
  const day = (key: 'from' | 'to', name: string) => (
    <span className="field">
      <input
        type="date"
        aria-label={`${label}, ${name}`}
        value={choice[key]}
        onChange={(event) => onChange({ ...choice, [key]: event.target.value })}
      />
    </span>
  )
  const take = (value: string) => {
    const days = options.find((one) => one === value)
    if (days !== undefined) onChange({ ...choice, days })
  }
  return (
    <Row label="Days" note={note} problem={choice.days === 'chosen' ? wrong : null}>
      <span className="row wrap">
        <Select
          label={label}
          value={choice.days}
          width={180}
          options={options.map((value) => ({ value, label: CHOICES[value] }))}
          onChange={take}
        />
        {choice.days === 'chosen' ? (
          <>
            {day('from', 'first')}
            {day('to', 'last')}
          </>
        ) : null}
      </span>
    </Row>
  )
}
