// Reads the server's event stream with fetch, since EventSource cannot send the token. Comes back after a break.
import type { Session } from './web-session.ts'

const RETRY_MS = 2000

/** Never ends by itself; `tell` gets what each `data:` line holds, unchecked. */
export async function readEvents(session: Session, tell: (event: unknown) => void): Promise<never> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await session.fetch('/api/events')
      // What was missed during a break is not repeated: ask for everything again.
      if (attempt > 0 && response.ok) tell({ type: 'changed' })
      if (response.ok && response.body !== null) await readLines(response.body, tell)
    } catch {
      // The server is gone or restarts; calls say so, this waits.
    }
    await new Promise((resolve) => {
      setTimeout(resolve, RETRY_MS)
    })
  }
}

async function readLines(body: ReadableStream<Uint8Array>, tell: (event: unknown) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) tell(JSON.parse(line.slice('data: '.length)))
  }
}
