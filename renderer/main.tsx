// The app on the page. Its frame is drawn while the first answers are on their way; they come in together.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, createQueries } from './app.tsx'
import { prefetch } from './api.ts'
import type { EarlyCalls } from './early-calls.ts'

export function showApp({ bridge, asked }: EarlyCalls): void {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  performance.mark('app loaded')
  const queries = createQueries()
  void asked.then((questions) => prefetch(bridge, queries, questions))
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} queries={queries} />
    </StrictMode>,
  )
}
