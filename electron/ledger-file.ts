// What Settings may do with the ledger's file: show, move, back up, delete. Closes the ledger first, opens it after.
import { copyFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { rememberLedgerPath } from '../src/shell/ledger-location.ts'
import type { BackendLink } from './backend-link.ts'

/** SQLite keeps these beside a ledger while it is open, and after a crash. */
const SIDE_FILES = ['-wal', '-shm']
const FILTERS = [{ name: 'Token Ledger', extensions: ['ledger'] }]

export interface LedgerFileParts {
  window: BrowserWindow
  link: BackendLink
}

export async function changeLedgerFile({ window, link }: LedgerFileParts): Promise<string | null> {
  const from = link.ledgerPath
  const { canceled, filePath: to } = await dialog.showSaveDialog(window, { title: 'Move the ledger to', defaultPath: from, filters: FILTERS })
  if (canceled || !to || to === from) return null
  if (!(await endRunningWork(window, link))) return null
  const isThere = await exists(to)
  if (isThere && !(await openInstead(window, to))) return null
  await withLedgerClosed(link, async () => {
    if (!isThere) await moveFile(from, to)
    rememberLedgerPath(app.getPath('userData'), to)
    return to
  })
  return to
}

export async function backUpLedgerFile({ window, link }: LedgerFileParts): Promise<string | null> {
  const from = link.ledgerPath
  const day = new Date().toISOString().slice(0, 10)
  const name = `${basename(from, '.ledger')} ${day}.ledger`
  const { canceled, filePath: to } = await dialog.showSaveDialog(window, {
    title: 'Back up the ledger to', defaultPath: join(app.getPath('documents'), name), filters: FILTERS,
  })
  if (canceled || !to || to === from) return null
  if (!(await endRunningWork(window, link))) return null
  await withLedgerClosed(link, async () => {
    await copyFile(from, `${to}.part`)
    await rename(`${to}.part`, to)
    return from
  })
  return to
}

export async function removeLedgerFile({ window, link }: LedgerFileParts): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'Delete the ledger?',
    detail: `${link.ledgerPath}\n\nEvery import, rule, price and scenario in it is lost. Your log files stay where they are.`,
    buttons: ['Cancel', 'Delete'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response !== 1) return false
  await withLedgerClosed(link, async () => {
    for (const suffix of ['', ...SIDE_FILES]) await rm(link.ledgerPath + suffix, { force: true })
    return link.ledgerPath
  })
  return true
}

/** Opens the ledger again whatever happened, at the place the work names or where it was. */
async function withLedgerClosed(link: BackendLink, work: () => Promise<string>): Promise<void> {
  const before = link.ledgerPath
  let after = before
  await link.close()
  try {
    after = await work()
  } finally {
    link.reopen(after)
  }
}

/** A running import would be cut off: the user says whether it may. */
async function endRunningWork(window: BrowserWindow, link: BackendLink): Promise<boolean> {
  const reply = await link.ask({ type: 'call', method: 'ledger.status', input: {} })
  if (!reply.ok || !hasRunningJobs(reply.value)) return true
  await tell(window, 'An import is running.', 'Wait until it has ended, or cancel it under Data. Nothing was changed.')
  return false
}

function hasRunningJobs(status: unknown): boolean {
  return typeof status === 'object' && status !== null && 'runningJobs' in status
    && Array.isArray(status.runningJobs) && status.runningJobs.length > 0
}

/** A file that is there is never written over: it may be a backup that the user wants to go back to. */
async function openInstead(window: BrowserWindow, path: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'There is a file of that name already. Open it as the ledger?',
    detail: `${path}\n\nThe present ledger stays where it is.`,
    buttons: ['Cancel', 'Open It'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}

async function tell(window: BrowserWindow, message: string, detail: string): Promise<void> {
  await dialog.showMessageBox(window, { type: 'info', message, detail, buttons: ['OK'] })
}

async function moveFile(from: string, to: string): Promise<void> {
  // Another disk cannot be renamed to; copy, then delete, so that a failure leaves the old file.
  const together = (await stat(dirname(from))).dev === (await stat(dirname(to))).dev
  if (together) return rename(from, to)
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
  await rm(from)
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false)
}
