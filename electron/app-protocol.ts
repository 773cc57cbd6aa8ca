// The files behind the page's own address, by exact name. Everything else on any network is refused.
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import type { Session } from 'electron'
import { PAGE_HEADERS } from '../src/shell/page-files.ts'
import type { PageFile } from '../src/shell/page-files.ts'
import { isOwnPage, staysInside } from './page-address.ts'

/** Must run before the app is ready: https://www.electronjs.org/docs/latest/api/protocol (checked 2026-11-22). */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

export function serveAppProtocol(session: Session, files: ReadonlyMap<string, PageFile>): void {
  session.protocol.handle('app', async (request) => {
    const file = fileFor(request.url, files)
    if (request.method !== 'GET' || file === undefined) return new Response('Not found', { status: 404, headers: PAGE_HEADERS })
    const body = new Uint8Array(await readFile(file.path))
    return new Response(body, { headers: { ...PAGE_HEADERS, 'content-type': file.type } })
  })
}

function fileFor(url: string, files: ReadonlyMap<string, PageFile>): PageFile | undefined {
  return isOwnPage(url) ? files.get(new URL(url).pathname) : undefined
}

/** The app asks nothing of any network; whatever tries is cancelled. */
export function refuseNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !staysInside(details.url) })
  })
}
