// The page's start: fonts and styles, the bridge of whichever shell this is, then the app.
import '@fontsource-variable/inter'
import './styles/all.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, createQueries } from './app.tsx'
import { createWebBridge } from './bridge/web-bridge.ts'
import { restoreFilters } from './state/navigation.tsx'
import { restoreTheme } from './state/theme.ts'

// The web bridge takes its key out of the URL, so it comes before the filters are read from there.
const bridge = window.tokenLedger ?? createWebBridge()
restoreTheme()
restoreFilters()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App bridge={bridge} queries={createQueries()} />
  </StrictMode>,
)
