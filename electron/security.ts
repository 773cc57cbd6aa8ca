// What no page may do here: permissions, navigation, new windows, webviews, calls from elsewhere.
import type { App, Session, WebContents, WebFrameMain } from 'electron'
import { openOutside } from './external-links.ts'
import { isOwnPage } from './page-address.ts'

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

/** A call counts only from the top frame of our own page. */
export function isTrustedSender(frame: Pick<WebFrameMain, 'url' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}
