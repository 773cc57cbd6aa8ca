// The importer of Claude Code session transcripts. Owns the accounting of entries.
import type { Importer } from './importer.ts'

export const claudeCodeTranscript: Importer = {
  id: 'claude-code-transcript',
  title: 'Claude Code transcript',
  basis: 'requests',
  identify: () => null,
  read: () => ({ entry: () => {}, end: () => {} }),
}
