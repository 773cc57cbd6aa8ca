// What no page may do here: permissions, navigation, new windows, webviews, calls from elsewhere.
import type { App, Session, WebContents, WebFrameMain } from 'electron'
import { PAGE_ORIGIN } from './app-protocol.ts'
import { openOutside } from './external-links.ts'

/** The page needs no camera, no place, no notification, no clipboard reading: nothing is granted. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    callback(granted(permission))
  })
  session.setPermissionCheckHandler((_contents, permission) => granted(permission))
  session.setDevicePermissionHandler(() => false)
}

/** Writing to the clipboard after a click is what "Copy" does; Chromium still asks for it. */
function granted(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}

export function confineContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    confine(contents)
  })
}

function confine(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    // Reloading the page itself is allowed; it keeps its address.
    if (!isOwnPage(url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
}

/** Compares whole origins. Electron leaves `origin` of custom schemes to us: Node's URL gives "null" for them. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, origin } = new URL(url)
  return (origin === 'null' ? `${protocol}//${host}` : origin) === PAGE_ORIGIN
}

/** A call counts only from the top frame of our own page. */
export function isTrustedSender(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}
