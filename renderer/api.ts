// The page's way to the backend: the bridge, typed calls through React Query, and events. Knows no view.
import { createContext, useContext } from 'react'
import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Bridge } from '../src/api/bridge.ts'
import { createClient } from '../src/api/client.ts'
import type { Input, Method, Output } from '../src/api/contract/contract.ts'
import { ProblemError } from '../src/core/problem.ts'

/** A call as something to hand on. */
export interface Question { method: Method; input: Input<Method> }

export const BridgeContext = createContext<Bridge | null>(null)

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (bridge === null) throw new Error('No bridge: wrap the page in a BridgeContext')
  return bridge
}

/** One call over the bridge. Throws a ProblemError for a failure the backend reports. */
export function callBridge<M extends Method>(bridge: Bridge, method: M, input: Input<M>): Promise<Output<M>> {
  return createClient(bridge).call(method, input)
}

/** A question to the backend. While a new answer is on its way the old one stays, marked by `isPlaceholderData`. */
export function useCall<M extends Method>(
  method: M,
  input: Input<M>,
  options: { enabled?: boolean } = {},
): UseQueryResult<Output<M>, Error> {
  const bridge = useBridge()
  return useQuery<Output<M>, Error, Output<M>, readonly unknown[]>({
    queryKey: [method, input],
    queryFn: () => callBridge(bridge, method, input),
    enabled: options.enabled ?? true,
    placeholderData: keepPreviousData,
  })
}

/** Puts answers where `useCall` looks for them. A failure is left for whoever asks. */
export async function prefetch(bridge: Bridge, queries: QueryClient, asked: readonly Question[]): Promise<void> {
  await Promise.all(asked.map(({ method, input }) => (
    queries.prefetchQuery({ queryKey: [method, input], queryFn: () => callBridge(bridge, method, input) })
  )))
}

/** A call that changes the ledger; every answer held is asked for again afterwards. */
export function useAction<M extends Method>(method: M): UseMutationResult<Output<M>, Error, Input<M>> {
  const bridge = useBridge()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input<M>) => callBridge(bridge, method, input),
    onSuccess: () => queries.invalidateQueries(),
  })
}

/** What went wrong, in words for an ErrorState or a toast. */
export function problemText(error: unknown): { message: string; remedy: string | null } {
  if (error instanceof ProblemError) return { message: error.problem.message, remedy: error.problem.remedy ?? null }
  return { message: 'An answer could not be read.', remedy: 'Reload the window; if it happens again, report it.' }
}
