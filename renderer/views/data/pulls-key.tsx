// The Admin key: entered once, never shown again. The field is emptied as it is sent; nothing of it stays in the page.
import { KeyRound, Lock } from 'lucide-react'
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { callBridge, problemText, useAction, useBridge } from '../../api.ts'
import { Button, Segmented } from '../../components/button.tsx'
import { Row } from './pulls-fields.tsx'
import type { AdminKeyState } from './pulls-model.ts'

type Keep = 'keychain' | 'this-run'

export function AdminKeyRow({ adminKey }: { adminKey: AdminKeyState }) {
  return adminKey.held === 'none' ? <NewKey adminKey={adminKey} /> : <HeldKey adminKey={adminKey} />
}

function HeldKey({ adminKey: { held, ending } }: { adminKey: AdminKeyState }) {
  const forget = useAction('pulls.forgetAdminKey')
  const where =
    held === 'keychain'
      ? "Encrypted by the system's keychain, on this computer."
      : 'In memory, until the app is closed. A schedule stops with it.'
  return (
    <Row label="Admin key" note={where}>
      <span className="row">
        <KeyRound size={14} strokeWidth={1.75} aria-hidden className="t2" />
        <span>{ending === null ? 'Held' : `Ends in ${ending}`}</span>
        <Button size="small" disabled={forget.isPending} onClick={() => forget.mutate({})}>
          Forget this key
        </Button>
      </span>
    </Row>
  )
}

function NewKey({ adminKey }: { adminKey: AdminKeyState }) {
  const bridge = useBridge()
  const queries = useQueryClient()
  const canKeep = adminKey.keychain === 'available'
  const [text, setText] = useState('')
  const [keep, setKeep] = useState<Keep>(canKeep ? 'keychain' : 'this-run')
  const [failed, setFailed] = useState<string | null>(null)
  const send = () => {
    const key = text.trim()
    if (key === '') return
    setText('')
    const wrong = wrongKind(key)
    setFailed(wrong)
    if (wrong !== null) return
    // Not by way of a mutation: those remember what they were called with.
    callBridge(bridge, 'pulls.setAdminKey', { key, keep })
      .then(() => queries.invalidateQueries({ queryKey: ['pulls.state'] }))
      .catch((error: unknown) => setFailed(sentence(error)))
  }
  return (
    <>
      <Row label="Admin key" problem={failed}>
        <span className="row wrap">
          <span className="field key-field">
            <input
              type="password"
              aria-label="Admin key"
              placeholder="sk-ant-admin..."
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') send()
              }}
            />
          </span>
          <Button size="small" disabled={text.trim() === ''} onClick={send}>
            Use this key
          </Button>
        </span>
      </Row>
      <Row label="Keep it" note={KEEP_NOTES[canKeep ? 'keychain' : bridge.shell]}>
        <Segmented
          label="Keep the key"
          size="small"
          value={keep}
          onChange={setKeep}
          options={[
            { value: 'keychain', label: "In the system's keychain", disabled: !canKeep },
            { value: 'this-run', label: 'For this run only' },
          ]}
        />
      </Row>
    </>
  )
}

const NOT_ADMIN =
  'That is an ordinary API key, which cannot read reports. Create an Admin key in the Claude Console, under Admin keys.'

const wrongKind = (key: string): string | null => (key.startsWith('sk-ant-api') ? NOT_ADMIN : null)

function sentence(error: unknown): string {
  const { message, remedy } = problemText(error)
  return remedy === null ? message : `${message} ${remedy}`
}

const KEEP_NOTES = {
  keychain: 'Created in the Claude Console, under Admin keys. It is never in the ledger.',
  web: `Kept in the memory of Token Ledger on this computer until it ends; a keychain is there in the desktop app only.
    It is never in the ledger.`,
  electron: `This system offers no keychain that would keep it safe (on Linux: GNOME Keyring or KWallet), so that it is
    kept in memory until the app is closed.`,
} as const

/** Beside every form that sends something out. */
export function LeavesNote({ children }: { children: string }) {
  return (
    <p className="row private-note">
      <Lock size={14} strokeWidth={1.75} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
