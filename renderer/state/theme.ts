// Light, dark, or as the system has it, as a setting of the ledger.
import { useCallback, useEffect } from 'react'
import { useAction, useCall } from '../api.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import { keepTheme } from './shown-theme.ts'

export type Theme = Output<'settings.get'>['theme']

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
    keepTheme(theme)
  }, [theme])
}
