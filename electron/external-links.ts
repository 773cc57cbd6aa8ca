// Which addresses may leave the app for the user's browser. The only place that opens one.
import { shell } from 'electron'
import { parseUrl } from './page-address.ts'

/** Where the price points' sources lie, and the project's own page. */
const HOSTS = new Set([
  'platform.claude.com', 'docs.claude.com', 'docs.anthropic.com', 'www.anthropic.com', 'anthropic.com', 'claude.com', 'www.claude.com',
  'aws.amazon.com', 'docs.aws.amazon.com', 'cloud.google.com', 'learn.microsoft.com',
])

export function mayOpenOutside(url: string): boolean {
  const parsed = parseUrl(url)
  if (parsed === null) return false
  const { protocol, hostname, port, username, password } = parsed
  return protocol === 'https:' && port === '' && username === '' && password === '' && HOSTS.has(hostname)
}

export function openOutside(url: string): void {
  if (mayOpenOutside(url)) void shell.openExternal(url)
}
