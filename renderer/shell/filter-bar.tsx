// The global filters: dates with presets, platform, surface, model, route, comparison, evidence. State is in the URL.
import { CalendarDays, ChevronDown, RotateCcw } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { Button, IconButton, Segmented } from '../components/button.tsx'
import { Menu, MultiSelect } from '../components/menu.tsx'
import { Swatch, seriesFill } from '../components/swatch.tsx'
import * as format from '../format.ts'
import { isDay } from '../../src/core/calendar.ts'
import { platformLabel, routeLabel } from '../../src/core/placement.ts'
import { PLATFORMS } from '../../src/core/usage.ts'
import { DEFAULT_FILTERS, PRESETS, PRESET_LABELS, isNarrowed, type FilterState, type Preset } from '../state/filters.ts'
import { useModelNames, useSurfaceSlots, useWindow } from '../state/ledger.tsx'
import { changeFilters } from '../state/navigation.tsx'

const BAR_PRESETS: readonly Preset[] = ['7d', '28d', 'month', 'quarter']

export function FilterBar() {
  const { state, days, notCompared } = useWindow()
  const preset = 'preset' in state.range ? state.range.preset : null
  return (
    <div className="filter-bar" role="search" aria-label="Filters">
      <DateMenu />
      <span className="wide-only">
        <Segmented
          label="Period"
          value={preset}
          onChange={(next) => changeFilters({ range: { preset: next } })}
          options={BAR_PRESETS.map((name) => ({ value: name, label: PRESET_LABELS[name] }))}
        />
      </span>
      <span className="rule" aria-hidden />
      <FacetMenus />
      <CompareMenu state={state} days={days} covered={notCompared !== 'not-covered'} />
      <BasisMenu state={state} />
      {isNarrowed(state) ? (
        <IconButton
          icon={RotateCcw}
          label="Reset the filters"
          onClick={() => changeFilters({ ...DEFAULT_FILTERS, range: state.range, compare: state.compare })}
        />
      ) : null}
    </div>
  )
}

function FacetMenus() {
  const { state, filters, ready } = useWindow()
  const slotOf = useSurfaceSlots()
  const nameOf = useModelNames()
  const { data } = useCall('usage.facets', { filters }, { enabled: ready })
  const plain = (value: string) => ({ value, label: value })
  return (
    <>
      <MultiSelect
        label="Platform"
        values={state.platforms}
        options={(data?.platforms ?? []).map((value) => ({ value, label: platformLabel(value) }))}
        onChange={(values) => changeFilters({ platforms: PLATFORMS.filter((name) => values.includes(name)) })}
      />
      <MultiSelect
        label="Surface"
        values={state.surfaces}
        onChange={(surfaces) => changeFilters({ surfaces })}
        options={(data?.surfaces ?? []).map((value) => ({
          ...plain(value),
          swatch: <Swatch fill={seriesFill(slotOf(value))} />,
        }))}
      />
      <MultiSelect
        label="Model"
        values={state.models}
        onChange={(models) => changeFilters({ models })}
        options={(data?.models ?? []).map((value) => ({ value, label: nameOf(value) }))}
      />
      <MultiSelect
        label="Route"
        values={state.routes}
        onChange={(routes) => changeFilters({ routes })}
        options={(data?.routes ?? []).map((value) => ({ value, label: routeLabel(value) }))}
      />
    </>
  )
}

function CompareMenu({ state, days, covered }: { state: FilterState; days: number; covered: boolean }) {
  const before = days === 1 ? 'the day before' : `${days} days before`
  return (
    <Menu
      label="Compare with"
      trigger={
        <Button title={covered ? undefined : `The ledger does not cover ${before}`}>
          <span className="lead">Compare</span>{' '}
          <span className="strong">{state.compare === 'none' ? 'with nothing' : covered ? before : 'not covered'}</span>
          <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
        </Button>
      }
      actions={[
        {
          label: covered ? `With ${before}` : `With ${before}, which the ledger does not cover`,
          onSelect: () => changeFilters({ compare: 'previous' }),
        },
        { label: 'With nothing', onSelect: () => changeFilters({ compare: 'none' }) },
      ]}
    />
  )
}

const BASIS_LABELS = { default: 'By rule', requests: 'Requests', reports: 'Reports' } as const

/** Layers of evidence are never added; this says which one counts. */
function BasisMenu({ state }: { state: FilterState }) {
  const now = BASIS_LABELS[state.basis ?? 'default']
  return (
    <Menu
      label="Evidence"
      trigger={
        <Button className="evidence">
          <span className="lead">Evidence</span>{' '}
          <span className="strong">{now}</span>
          <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
        </Button>
      }
      actions={[
        {
          label: 'By rule: requests, reports where only they cover a day',
          onSelect: () => changeFilters({ basis: null }),
        },
        { label: 'Requests only', onSelect: () => changeFilters({ basis: 'requests' }) },
        { label: 'Reports only', onSelect: () => changeFilters({ basis: 'reports' }) },
      ]}
    />
  )
}

function DateMenu() {
  const { from, to, days, state } = useWindow()
  const [open, setOpen] = useState(false)
  const preset = 'preset' in state.range ? state.range.preset : null
  const text = format.dateRange(from, to)
  const take = (range: FilterState['range']) => {
    changeFilters({ range })
    setOpen(false)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button">
        <CalendarDays size={14} strokeWidth={1.75} className="t2" aria-hidden />
        <span className="strong">{text}</span> <span className="trail">{days === 1 ? '1 day' : `${days} days`}</span>
        <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Dates"
          style={{ padding: 12, width: 300 }}
        >
          <Segmented
            label="Period"
            value={preset}
            options={PRESETS.map((name) => ({ value: name, label: PRESET_LABELS[name] }))}
            onChange={(next) => take({ preset: next })}
          />
          <CustomRange key={`${from} ${to}`} from={from} to={to} onTake={take} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function CustomRange({
  from,
  to,
  onTake,
}: {
  from: string
  to: string
  onTake: (range: { from: string; to: string }) => void
}) {
  const [first, setFirst] = useState(from)
  const [last, setLast] = useState(to)
  const valid = isDay(first) && isDay(last) && first <= last
  return (
    <form
      style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8, marginTop: 12, alignItems: 'end' }}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onTake({ from: first, to: last })
      }}
    >
      <label className="labelled">
        From
        <span className="field">
          <input type="date" value={first} onChange={(event) => setFirst(event.target.value)} />
        </span>
      </label>
      <label className="labelled">
        To
        <span className="field" data-invalid={!valid}>
          <input type="date" value={last} onChange={(event) => setLast(event.target.value)} />
        </span>
      </label>
      <span className="caption">{valid ? 'Both days included.' : 'The first day is after the last.'}</span>
      <Button type="submit" kind="primary" size="small" disabled={!valid}>
        Show
      </Button>
    </form>
  )
}
