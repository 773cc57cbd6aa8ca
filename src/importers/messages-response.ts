// The importer of logged Messages API responses: bare, or wrapped by a logger. Owns the accounting of entries.
import type { Importer } from './importer.ts'

export const messagesResponse: Importer = {
  id: 'messages-response',
  title: 'Messages API response log',
  basis: 'requests',
  identify: () => null,
  read: () => ({ entry: () => {}, end: () => {} }),
}
