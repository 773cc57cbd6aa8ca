// Opens CloudWatch for one Region with the user's own AWS config, and makes its two calls. Keeps no keys.
import {
  CloudWatchClient, GetMetricDataCommand, ListMetricsCommand, type GetMetricDataCommandInput, type GetMetricDataCommandOutput,
  type ListMetricsCommandInput, type ListMetricsCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { cloudWatchProblem } from './cloudwatch-problems.ts'

export interface CloudWatchPlace {
  /** Name of a profile in the user's AWS config; null: the SDK's default. */
  profile: string | null
  /** Null: the profile's. */
  region: string | null
  /** Another address than AWS's own; null: AWS. */
  endpoint: string | null
}

/** Every method throws a ProblemError for what AWS or the network says, or the signal's reason. */
export interface CloudWatch {
  region: string
  profile: string | null
  /** Account of the credentials, where they tell it; null otherwise. */
  account: string | null
  listMetrics(input: ListMetricsCommandInput, signal: AbortSignal): Promise<ListMetricsCommandOutput>
  getMetricData(input: GetMetricDataCommandInput, signal: AbortSignal): Promise<GetMetricDataCommandOutput>
  close(): void
}

const MAX_ATTEMPTS = 5

export async function openCloudWatch({ profile, region, endpoint }: CloudWatchPlace): Promise<CloudWatch> {
  const client = new CloudWatchClient({
    maxAttempts: MAX_ATTEMPTS,
    ...(profile === null ? {} : { profile }), ...(region === null ? {} : { region }), ...(endpoint === null ? {} : { endpoint }),
  })
  const asked = region
  try {
    const region = await client.config.region()
    const { accountId: account = null } = await client.config.credentials()
    const told = <T>(call: Promise<T>, signal: AbortSignal) => unlessAborted(call, signal).catch((error: unknown) => {
      signal.throwIfAborted()
      throw cloudWatchProblem(error, { profile, region })
    })
    return {
      region, profile, account,
      listMetrics: (input, signal) => told(client.send(new ListMetricsCommand(input), { abortSignal: signal }), signal),
      getMetricData: (input, signal) => told(client.send(new GetMetricDataCommand(input), { abortSignal: signal }), signal),
      close: () => client.destroy(),
    }
  } catch (error) {
    client.destroy()
    throw cloudWatchProblem(error, { profile, region: asked })
  }
}

/** The SDK does not hear of the signal while it waits for its next try. */
function unlessAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('Cancelled'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
