// The command palette (Ctrl/Cmd-K): places, periods, import, theme. Everything here can also be reached by pointer.
import { CalendarDays, CloudDownload, Download, FileUp, Folder, Moon, RotateCcw, Sun, SunMoon, type LucideIcon } from 'lucide-react'
import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useCall } from '../api.ts'
import { DEFAULT_FILTERS, PRESETS, type Preset } from '../state/filters.ts'
import { useImporting } from '../state/importing.ts'
import { changeFilters, goTo } from '../state/navigation.tsx'
import { useTheme } from '../state/theme.ts'
import { useWindow } from '../state/ledger.tsx'
import { RAIL } from './rail.tsx'
import { useExportTotals } from './export.ts'

interface Entry {
  label: string
  icon: LucideIcon
  run: () => void
  words?: string
}
interface Group {
  heading: string
  entries: readonly Entry[]
}

const PERIODS: Readonly<Record<Preset, string>> = {
  '7d': 'Last 7 days',
  '28d': 'Last 28 days',
  month: 'This month',
  quarter: 'This quarter',
  all: 'Everything in the ledger',
}

function useGroups(): readonly Group[] {
  const importing = useImporting()
  const exportTotals = useExportTotals()
  const [, setTheme] = useTheme()
  const { filters, ready } = useWindow()
  const surfaces = useCall('usage.facets', { filters }, { enabled: ready }).data?.surfaces ?? []
  return [
    { heading: 'Go to', entries: RAIL.map(({ place, label, icon }) => ({ label, icon, run: () => goTo(place) })) },
    {
      heading: 'Period',
      entries: PRESETS.map((preset) => ({
        label: PERIODS[preset],
        icon: CalendarDays,
        run: () => changeFilters({ range: { preset } }),
      })),
    },
    {
      heading: 'Do',
      entries: [
        { label: 'Import files', icon: FileUp, run: () => importing.choose('files'), words: 'open read drop' },
        { label: 'Import a folder', icon: Folder, run: () => importing.choose('folder'), words: 'open read drop' },
        { label: 'Pull from AWS or Anthropic', icon: CloudDownload, run: () => goTo('data', { tab: 'pulls' }), words: 'fetch cloudwatch admin key schedule' },
        { label: 'Export this window as CSV', icon: Download, run: exportTotals, words: 'save download' },
        { label: 'Reset filters', icon: RotateCcw, run: () => changeFilters(DEFAULT_FILTERS), words: 'clear all' },
      ],
    },
    {
      heading: 'Surfaces',
      entries: surfaces.map((surface) => ({
        label: surface,
        icon: RAIL[1]?.icon ?? Folder,
        run: () => goTo('surfaces', { open: surface }),
      })),
    },
    {
      heading: 'Theme',
      entries: [
        { label: 'Follow the system', icon: SunMoon, run: () => setTheme('system'), words: 'theme' },
        { label: 'Light', icon: Sun, run: () => setTheme('light'), words: 'theme' },
        { label: 'Dark', icon: Moon, run: () => setTheme('dark'), words: 'theme' },
      ],
    },
  ]
}

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-scrim" />
        <Dialog.Content className="dialog palette" aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Search or jump</Dialog.Title>
          <PaletteList onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteList({ onDone }: { onDone: () => void }) {
  const groups = useGroups()
  return (
    <Command label="Commands" loop>
      <Command.Input placeholder="Go to, filter, import, export" aria-label="Search commands" />
      <Command.List>
        <Command.Empty>Nothing by that name.</Command.Empty>
        {groups
          .filter((group) => group.entries.length > 0)
          .map((group) => (
            <Command.Group key={group.heading} heading={group.heading}>
              {group.entries.map(({ label, icon: Icon, run, words }) => (
                <Command.Item
                  key={label}
                  value={`${group.heading} ${label}`}
                  keywords={words === undefined ? [] : words.split(' ')}
                  onSelect={() => {
                    onDone()
                    run()
                  }}
                >
                  <Icon size={14} strokeWidth={1.75} className="t2" aria-hidden />
                  {label}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
      </Command.List>
    </Command>
  )
}
