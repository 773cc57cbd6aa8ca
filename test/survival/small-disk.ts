// A disk of a few megabytes, for tests of what happens when it is full or read-only. Linux only, and only for root.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  folder: string
  /** Changes its size or makes it read-only. */
  remount(options: string): void
  remove(): void
}

/** Null where this system does not allow a mount. */
export function smallDisk(size: string): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'))
  const mount = (options: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
  try {
    mount(`size=${size}`)
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
  return {
    folder,
    remount: (options) => mount(`remount,${options}`),
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true })
    },
  }
}
