// The frame round the views: rail, header, filters, running work, the view itself, and what lies over everything.
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { BridgeContext, useBridge } from './api.ts'
import { ToastProvider } from './components/toast.tsx'
import { TipProvider } from './components/tooltip.tsx'
import { Boundary } from './shell/boundary.tsx'
import { DropOverlay } from './shell/drop-overlay.tsx'
import { useExportTotals } from './shell/export.ts'
import { FilterBar } from './shell/filter-bar.tsx'
import { FirstStart } from './shell/first-start.tsx'
import { Header } from './shell/header.tsx'
import { JobStrip } from './shell/job-strip.tsx'
import { TroubleStrip, TroubleView } from './shell/ledger-trouble.tsx'
import { Palette } from './shell/palette.tsx'
import { Rail } from './shell/rail.tsx'
import { isPaletteKey } from './shell/shortcuts.ts'
import { JobsProvider } from './state/jobs.tsx'
import { useImporting } from './state/importing.ts'
import { useWindow } from './state/ledger.tsx'
import { goTo, useLocation } from './state/navigation.tsx'
import { useShownTheme } from './state/theme.ts'
import { useLedgerTrouble } from './state/trouble.ts'
import { viewOf } from './views/index.ts'
import type { Bridge } from '../src/api/bridge.ts'

/**
 * Answers hold until the backend says that figures changed. A failure is the backend's word: asking again at once
 * helps little.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}

export function App({ bridge, queries }: { bridge: Bridge; queries: QueryClient }) {
  return (
    <BridgeContext.Provider value={bridge}>
      <QueryClientProvider client={queries}>
        <TipProvider>
          <ToastProvider>
            <JobsProvider>
              <Boundary part="The window">
                <Frame />
              </Boundary>
            </JobsProvider>
          </ToastProvider>
        </TipProvider>
      </QueryClientProvider>
    </BridgeContext.Provider>
  )
}

function Frame() {
  const { place } = useLocation()
  const window = useWindow()
  const [searching, setSearching] = useState(false)
  const view = viewOf(place)
  const showsFirstStart = window.empty && view.worksEmpty !== true
  const trouble = useLedgerTrouble()
  const broken = trouble?.total === true ? trouble : null
  const Toolbar = view.Toolbar ?? FilterBar
  useShownTheme()
  useShellCommands()
  useKeys(() => setSearching((open) => !open))
  useEffect(() => {
    document.title = `${view.title}, Token Ledger`
  }, [view.title])
  return (
    <div className="app">
      <a className="skip-link" href="#content" onClick={(event) => skipToContent(event)}>
        Skip to the content
      </a>
      <Rail />
      <div className="page">
        <Boundary part="The head" key={`head of ${place}`}>
          <Header view={view} empty={showsFirstStart} onSearch={() => setSearching(true)} />
        </Boundary>
        <Boundary part="The filters" key={`filters of ${place}`}>
          {showsFirstStart || broken !== null ? <div /> : <Toolbar />}
        </Boundary>
        <div>
          {trouble === null || broken !== null ? null : <TroubleStrip trouble={trouble} />}
          <JobStrip />
        </div>
        <main className="content" id="content" tabIndex={-1}>
          <Boundary part={view.title} key={place}>
            {broken !== null ? <TroubleView trouble={broken} /> : showsFirstStart ? <FirstStart /> : <view.Body />}
          </Boundary>
        </main>
      </div>
      <DropOverlay />
      <Palette open={searching} onOpenChange={setSearching} />
    </div>
  )
}

/** The hash belongs to the router, so the link moves the focus itself. */
function skipToContent(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

function useKeys(onPalette: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return
      event.preventDefault()
      onPalette()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}

/** Commands of the native menu. */
function useShellCommands(): void {
  const bridge = useBridge()
  const importing = useImporting()
  const exportTotals = useExportTotals()
  const queries = useQueryClient()
  useEffect(
    () =>
      bridge.onCommand((command) => {
        switch (command) {
          case 'open-files':
            return importing.choose('files')
          case 'open-folder':
            return importing.choose('folder')
          case 'export':
            return exportTotals()
          case 'reload-data':
            return void queries.invalidateQueries()
          case 'settings':
          case 'about':
            return goTo('data', { tab: 'settings' })
        }
      }),
    [bridge, importing, exportTotals, queries],
  )
}
