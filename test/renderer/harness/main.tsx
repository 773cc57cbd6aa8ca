// The page on the fake bridge, to look at views without a backend: `?empty` for a new ledger, `?theme=dark`, `?job` for a running
// import, `?bills=both`, `two-kinds` or `every-cause`.
import '@fontsource-variable/inter'
import '../../../renderer/styles/all.css'
import { createRoot } from 'react-dom/client'
import { App, createQueries } from '../../../renderer/app.tsx'
import { restoreFilters } from '../../../renderer/state/kept-filters.ts'
import { createFakeBridge } from '../fake-bridge.ts'
import { FAKE_BILLS } from '../fake-reconcile.ts'

const asked = new URLSearchParams(location.search)
const bills = FAKE_BILLS.find((kind) => kind === asked.get('bills')) ?? 'none'
const bridge = createFakeBridge({ empty: asked.has('empty'), bills })
const theme = asked.get('theme')
if (theme === 'dark' || theme === 'light') bridge.state.settings.theme = theme
restoreFilters()
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App bridge={bridge} queries={createQueries()} />)
if (asked.has('job')) {
  setTimeout(
    () =>
      bridge.emit({
        type: 'job',
        job: {
          id: 'import-1',
          kind: 'import',
          state: 'running',
          label: 'claude-code/projects',
          source: 'projects/a.jsonl',
          format: 'Claude Code transcripts',
          sourcesDone: 1_204,
          sourcesTotal: 1_931,
          bytesRead: 1_310_000_000,
          bytesTotal: 2_100_000_000,
          startedAtMs: 0,
          elapsedMs: 6_120,
          tally: { entries: 4_812_400, accepted: 1_106_218, duplicates: 982_377, ignored: 2_723_801, rejected: 4 },
          importId: null,
          problem: null,
        },
      }),
    300,
  )
}
