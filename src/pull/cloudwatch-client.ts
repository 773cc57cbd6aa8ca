// Opens CloudWatch (and Bedrock, for names) for one Region with the user's own AWS config, and makes their calls. Keeps no keys.
import { BedrockClient, ListInferenceProfilesCommand, type ListInferenceProfilesCommandOutput } from '@aws-sdk/client-bedrock'
import {
  CloudWatchClient, GetMetricDataCommand, ListMetricsCommand, type GetMetricDataCommandInput, type GetMetricDataCommandOutput,
  type ListMetricsCommandInput, type ListMetricsCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { problem } from '../core/problem.ts'
import { listAwsProfiles } from './aws-profiles.ts'
import { cloudWatchProblem } from './cloudwatch-problems.ts'

export interface CloudWatchPlace {
  /** Name of a profile in the user's AWS config; null: the SDK's default. */
  profile: string | null
  /** Null: the profile's. */
  region: string | null
  /** Another address than AWS's own; null: AWS. */
  endpoint: string | null
  /** How long a call may be silent. */
  silenceMs?: number
}

/** Every method throws a ProblemError for what AWS or the network says, or the signal's reason. */
export interface CloudWatch {
  region: string
  profile: string | null
  /** Account of the credentials, where they tell it; null otherwise. */
  account: string | null
  listMetrics(input: ListMetricsCommandInput, signal: AbortSignal): Promise<ListMetricsCommandOutput>
  getMetricData(input: GetMetricDataCommandInput, signal: AbortSignal): Promise<GetMetricDataCommandOutput>
  /** Application profiles; `token` asks for a further page. */
  listProfiles(token: string | undefined, signal: AbortSignal): Promise<ListInferenceProfilesCommandOutput>
  close(): void
}

const MAX_ATTEMPTS = 5
/** Names are worth less waiting than figures. */
const MAX_NAME_ATTEMPTS = 2
const SILENCE_MS = 60_000
const NAME_SILENCE_MS = 10_000
const CONNECT_MS = 10_000

export async function openCloudWatch(place: CloudWatchPlace, signal: AbortSignal): Promise<CloudWatch> {
  await refuseUnknownProfile(place.profile)
  const client = new CloudWatchClient({ ...settingsOf(place), maxAttempts: MAX_ATTEMPTS })
  try {
    const region = await unlessAborted(client.config.region(), signal)
    const { accountId: account = null } = await unlessAborted(client.config.credentials(), signal)
    return { ...callsOf({ client, place, region }), account }
  } catch (error) {
    client.destroy()
    signal.throwIfAborted()
    throw cloudWatchProblem(error, place)
  }
}

interface Opened {
  client: CloudWatchClient
  place: CloudWatchPlace
  region: string
}

function callsOf({ client, place, region }: Opened): Omit<CloudWatch, 'account'> {
  const { profile } = place
  const bedrock = new BedrockClient({
    ...settingsOf({ ...place, silenceMs: Math.min(NAME_SILENCE_MS, place.silenceMs ?? SILENCE_MS) }),
    region, credentials: client.config.credentials, maxAttempts: MAX_NAME_ATTEMPTS,
  })
  const told = <T>(call: Promise<T>, signal: AbortSignal) => unlessAborted(call, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    throw cloudWatchProblem(error, { profile, region })
  })
  return {
    region, profile,
    listMetrics: (input, signal) => told(client.send(new ListMetricsCommand(input), { abortSignal: signal }), signal),
    getMetricData: (input, signal) => told(client.send(new GetMetricDataCommand(input), { abortSignal: signal }), signal),
    listProfiles: (token, signal) => told(bedrock.send(new ListInferenceProfilesCommand({
      typeEquals: 'APPLICATION', maxResults: 100, ...(token === undefined ? {} : { nextToken: token }),
    }), { abortSignal: signal }), signal),
    close: () => {
      client.destroy()
      bedrock.destroy()
    },
  }
}

function settingsOf({ profile, region, endpoint, silenceMs = SILENCE_MS }: CloudWatchPlace) {
  return {
    ...(profile === null ? {} : { profile }), ...(region === null ? {} : { region }), ...(endpoint === null ? {} : { endpoint }),
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: silenceMs, throwOnRequestTimeout: true },
  }
}

/** Reads the files anew, also for the SDK, which would keep what it read when the app was started. */
async function refuseUnknownProfile(profile: string | null): Promise<void> {
  const known = await listAwsProfiles()
  if (profile === null || known.some(({ name }) => name === profile)) return
  const names = known.slice(0, 10).map(({ name }) => name).join(', ')
  const remedy = names === '' ? 'Your AWS config has none; run "aws configure".' : `It has: ${names}${known.length > 10 ? ', ...' : ''}.`
  throw problem('unknown-profile', `Your AWS config has no profile ${profile}.`, remedy)
}

/** The SDK does not hear of the signal while it waits for its next try or for credentials. */
function unlessAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('Cancelled'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
