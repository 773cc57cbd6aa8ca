// Light, dark, or as the system has it. The setting lives in the ledger; a copy here spares a flash at the start.
import { useCallback, useEffect } from 'react'
import { useAction, useCall } from '../api.ts'
import type { Output } from '../../src/api/contract/contract.ts'

export type Theme = Output<'settings.get'>['theme']

const STORED = 'token-ledger-theme'

export function showTheme(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
  else delete document.documentElement.dataset['theme']
}

/** Before the first paint. */
export function restoreTheme(): void {
  showTheme(localStorage.getItem(STORED) ?? 'system')
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useCall('settings.get', {}).data?.theme ?? 'system'
  const { mutate } = useAction('settings.set')
  const set = useCallback((next: Theme) => mutate({ theme: next }), [mutate])
  return [theme, set]
}

/** Once, in the app: follows the setting. */
export function useShownTheme(): void {
  const theme = useCall('settings.get', {}).data?.theme
  useEffect(() => {
    if (theme === undefined) return
    showTheme(theme)
    localStorage.setItem(STORED, theme)
  }, [theme])
}
