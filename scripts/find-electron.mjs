// Finds an Electron binary, or says in one sentence why there is none. Lets Electron's own installer fetch it, with a limit.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './prepare.mjs'

const DOWNLOAD_LIMIT_MS = 180_000

/** Resolves to `{ path }` or `{ missing: sentence }`. */
export async function findElectron({ download }) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const path = join(override, binaryName())
    return existsSync(path) ? { path } : { missing: `ELECTRON_OVERRIDE_DIST_PATH is set, but there is no Electron in ${override}.` }
  }
  const found = installed()
  if (found !== null) return { path: found }
  if (!download) return { missing: 'Electron is not on this machine.' }
  console.log('Fetching Electron. This happens once; it is about 110 MB.')
  const ended = await fetchElectron()
  const fetched = installed()
  if (fetched !== null) return { path: fetched }
  return { missing: ended === 'late' ? 'Electron could not be fetched within three minutes.' : 'Electron could not be fetched from here.' }
}

/** True where a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Chromium refuses to run its sandbox as root on Linux; everywhere else the sandbox stays on. */
export function sandboxArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

function binaryName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

function installed() {
  const folder = join(root, 'node_modules', 'electron')
  const note = join(folder, 'path.txt')
  const path = join(folder, 'dist', existsSync(note) ? readFileSync(note, 'utf8') : binaryName())
  // The note is written last: without it the binary may be half unpacked.
  return existsSync(note) && existsSync(path) ? path : null
}

/** The installer's own complaint is long; the sentence above is what the user needs. */
function fetchElectron() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { cwd: root, stdio: 'ignore' })
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      resolve('late')
    }, DOWNLOAD_LIMIT_MS)
    child.on('error', () => resolve('failed'))
    child.on('exit', () => {
      clearTimeout(limit)
      resolve('ended')
    })
  })
}
