// The global filters: dates with presets, platform, surface, model, route, comparison, evidence. State is in the URL.
import { CalendarDays, ChevronDown, RotateCcw } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { Button, IconButton, Segmented } from '../components/button.tsx'
import { Menu, MultiSelect, type MultiSelectProps } from '../components/menu.tsx'
import { Swatch, seriesFill } from '../components/swatch.tsx'
import * as format from '../format.ts'
import { isDay } from '../../src/core/calendar.ts'
import { platformLabel, routeLabel } from '../../src/core/placement.ts'
import { PLATFORMS } from '../../src/core/usage.ts'
import { DEFAULT_FILTERS, PRESETS, PRESET_LABELS, isNarrowed, type FilterState, type Preset } from '../state/filters.ts'
import { useModelNames, useSurfaceSlots, useWindow } from '../state/ledger.tsx'
import { useMedia } from '../state/media.ts'
import { changeFilters } from '../state/navigation.tsx'
import { EvidenceMenu, EvidenceNote } from './filter-bar-evidence.tsx'

const BAR_PRESETS: readonly Preset[] = ['7d', '28d', 'month', 'quarter']

/** Below this width facets beyond the first two stand behind one button, so that the bar keeps to one line. */
const NARROW = '(max-width: 1199.98px)'
const FACETS_WHEN_NARROW = 2

export function FilterBar() {
  const { state, days, notCompared } = useWindow()
  const preset = 'preset' in state.range ? state.range.preset : null
  return (
    <div className="filters">
      <div className="filter-bar one-line" role="search" aria-label="Filters">
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
        <EvidenceMenu />
        {isNarrowed(state) ? (
          <IconButton
            icon={RotateCcw}
            label="Reset the filters"
            onClick={() => changeFilters({ ...DEFAULT_FILTERS, range: state.range, compare: state.compare })}
          />
        ) : null}
      </div>
      <EvidenceNote />
    </div>
  )
}

function useFacets(): MultiSelectProps[] {
  const { state, filters, ready } = useWindow()
  const slotOf = useSurfaceSlots()
  const nameOf = useModelNames()
  const { data } = useCall('usage.facets', { filters }, { enabled: ready })
  return [
    {
      label: 'Platform', values: state.platforms,
      options: (data?.platforms ?? []).map((value) => ({ value, label: platformLabel(value) })),
      onChange: (values) => changeFilters({ platforms: PLATFORMS.filter((name) => values.includes(name)) }),
    },
    {
      label: 'Surface', values: state.surfaces, onChange: (surfaces) => changeFilters({ surfaces }),
      options: (data?.surfaces ?? []).map((value) => ({ value, label: value, swatch: <Swatch fill={seriesFill(slotOf(value))} /> })),
    },
    {
      label: 'Model', values: state.models, onChange: (models) => changeFilters({ models }),
      options: (data?.models ?? []).map((value) => ({ value, label: nameOf(value) })),
    },
    {
      label: 'Route', values: state.routes, onChange: (routes) => changeFilters({ routes }),
      options: (data?.routes ?? []).map((value) => ({ value, label: routeLabel(value) })),
    },
  ]
}

function FacetMenus() {
  const facets = useFacets()
  const narrow = useMedia(NARROW)
  const [first, rest] = narrow ? [facets.slice(0, FACETS_WHEN_NARROW), facets.slice(FACETS_WHEN_NARROW)] : [facets, []]
  return (
    <>
      {first.map((facet) => <MultiSelect key={facet.label} {...facet} />)}
      {rest.length === 0 ? null : <MoreFacets facets={rest} />}
    </>
  )
}

/** The facets that have no room, behind "+2"; says how many of them are set. */
function MoreFacets({ facets }: { facets: readonly MultiSelectProps[] }) {
  const set = facets.filter(({ values }) => values.length > 0)
  const names = facets.map(({ label }) => label).join(' and ')
  return (
    <Popover.Root>
      <Popover.Trigger className="button" aria-label={`${names}: ${set.length === 0 ? 'all' : `${set.length} set`}`} title={names}>
        <span className="strong">+{facets.length}</span>
        {set.length === 0 ? null : <span className="strong accent">{set.length} set</span>}
        <ChevronDown size={14} strokeWidth={1.75} className="t3" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu more-facets" align="start" sideOffset={4} collisionPadding={8} aria-label={`${names} filters`}>
          {facets.map((facet) => <MultiSelect key={facet.label} {...facet} />)}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function CompareMenu({ state, days, covered }: { state: FilterState; days: number; covered: boolean }) {
  const before = days === 1 ? 'the day before' : `${days} days before`
  const now = state.compare === 'none' ? 'with nothing' : covered ? before : 'not covered'
  return (
    <Menu
      label="Compare with"
      trigger={
        <Button className="compare" title={covered ? undefined : `The ledger does not cover ${before}`}>
          <span className="lead">Compare</span>
          <span className="lead-short" aria-hidden>vs</span>{' '}
          <span className="strong">{now}</span>
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
