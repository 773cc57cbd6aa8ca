// What the Electron preload puts on the window. Absent on the web page.
import type { Bridge } from '../src/api/bridge.ts'

declare global {
  interface Window {
    tokenLedger?: Bridge
  }
}
