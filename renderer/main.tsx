// The app on the page, with the answers that are there already.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, createQueries } from './app.tsx'
import { prefetch } from './api.ts'
import type { EarlyCalls } from './early-calls.ts'

/**
 * So long the first picture waits for the first answers, so that it is the whole one: drawing the frame alone and the figures
 * after it takes a third of a second more until the chart is there.
 */
const PATIENCE_MS = 600

export async function showApp({ bridge, asked }: EarlyCalls): Promise<void> {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  performance.mark('app loaded')
  const queries = createQueries()
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE_MS)
  })
  await Promise.race([late, asked.then((questions) => prefetch(bridge, queries, questions))])
  performance.mark('app shown')
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} queries={queries} />
    </StrictMode>,
  )
}
