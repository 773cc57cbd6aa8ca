// The theme on the page, and a copy of the setting that spares a flash at the start. Asks nobody.

const STORED = 'token-ledger-theme'

function showTheme(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme
  else delete document.documentElement.dataset['theme']
}

/** Before the first paint. */
export function restoreTheme(): void {
  showTheme(localStorage.getItem(STORED) ?? 'system')
}

export function keepTheme(theme: string): void {
  showTheme(theme)
  localStorage.setItem(STORED, theme)
}
