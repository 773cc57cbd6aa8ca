// Talks to a started Electron over its two debugging ports, as little as may be: a driver of its own would slow its start.
import type { ChildProcess } from 'node:child_process'

export interface Ports {
  /** Chromium's, where the pages are. */
  pages: string
  /** Node's, in the main process. */
  main: string
}

/** What Electron is started with so that it prints where to talk to it. */
export const DEBUGGING = ['--inspect=0', '--remote-debugging-port=0'] as const

const PATIENCE_MS = 60_000

/** Resolves once both addresses have been printed. */
export function portsOf(child: ChildProcess): Promise<Ports> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const late = setTimeout(() => reject(new Error(`no debugging ports in: ${printed}`)), PATIENCE_MS)
    child.stderr?.on('data', (data: Buffer) => {
      printed += data.toString()
      const main = /Debugger listening on (ws:\S+)/.exec(printed)?.[1]
      const pages = /DevTools listening on ws:\/\/([^/\s]+)/.exec(printed)?.[1]
      if (main === undefined || pages === undefined) return
      clearTimeout(late)
      resolve({ main, pages: `http://${pages}/json/list` })
    })
  })
}

/** Of the first page that is there. */
export async function pageSocket(pages: string): Promise<string> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    const list: unknown = await fetch(pages).then((answer) => answer.json(), () => [])
    const page: unknown = Array.isArray(list) ? list.find((one: unknown) => textOf(one, 'type') === 'page') : undefined
    const socket = textOf(page, 'webSocketDebuggerUrl')
    if (socket !== null) return socket
    await new Promise((done) => {
      setTimeout(done, 20)
    })
  }
  throw new Error('no page was opened')
}

function textOf(value: unknown, key: string): string | null {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null
  return typeof found === 'string' ? found : null
}

export interface Debugged {
  /** The value of an expression there, as JSON; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>
  send(method: string, params: object): Promise<unknown>
  close(): void
}

export async function debug(address: string): Promise<Debugged> {
  const socket = new WebSocket(address)
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened)
    socket.addEventListener('error', () => failed(new Error(`nothing answers at ${address}`)))
  })
  const waiting = new Map<number, (answer: unknown) => void>()
  let lastId = 0
  socket.addEventListener('message', ({ data }) => {
    const answer: unknown = JSON.parse(String(data))
    const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : null
    if (typeof id !== 'number') return
    waiting.get(id)?.(answer)
    waiting.delete(id)
  })
  const send = (method: string, params: object) => new Promise<unknown>((resolve) => {
    const id = ++lastId
    waiting.set(id, resolve)
    socket.send(JSON.stringify({ id, method, params }))
  })
  return {
    send,
    evaluate: async (expression) => valueIn(await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })),
    close: () => socket.close(),
  }
}

/** Undefined where the page went away, as one does that another replaces. */
function valueIn(answer: unknown): unknown {
  let value = answer
  for (const key of ['result', 'result', 'value']) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }
  return value
}
