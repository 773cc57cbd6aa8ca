// Whether the window has shown its first answers, for questions that can wait until then.
import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLedgerStatus } from './ledger.tsx'

/** For the answers to be drawn. */
const DRAWING_MS = 200

/** Once true it stays so. */
export function useSettled(): boolean {
  const isWaiting = useIsFetching() > 0
  const isKnown = useLedgerStatus() !== null
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (settled || isWaiting || !isKnown) return
    const drawn = setTimeout(() => setSettled(true), DRAWING_MS)
    return () => clearTimeout(drawn)
  }, [settled, isWaiting, isKnown])
  return settled
}
