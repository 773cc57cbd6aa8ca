// The page's first script, small so that it runs soon: styles, theme and filters, the bridge of whichever shell this is, and the
// first questions. The app itself is loaded meanwhile.
import '@fontsource-variable/inter'
import './styles/all.css'
import { createWebBridge } from './bridge/web-bridge.ts'
import { askEarly } from './early-calls.ts'
import { restoreFilters } from './state/kept-filters.ts'
import { restoreTheme } from './state/shown-theme.ts'

performance.mark('first script')
// The web bridge takes its key out of the URL, so it comes before the filters are read from there.
const bridge = window.tokenLedger ?? createWebBridge()
restoreTheme()
restoreFilters()
const early = askEarly(bridge)
void import('./main.tsx').then(({ showApp }) => showApp(early))
