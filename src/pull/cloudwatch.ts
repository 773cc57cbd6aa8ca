// A pull from CloudWatch: first what will be asked and what that costs, then sources of records, one for each Region and
// period. A period that was read stays, whatever becomes of the others.
import type { Pico } from '../core/money.ts'
import { openCloudWatch, type CloudWatch, type CloudWatchPlace } from './cloudwatch-client.ts'
import { courseOf, readMemory } from './cloudwatch-memory.ts'
import { callCost, queriesOf, segmentsOf } from './cloudwatch-plan.ts'
import { nameProfiles, type Profiles } from './cloudwatch-profiles.ts'
import { CLOUDWATCH_ID } from './cloudwatch-records.ts'
import { RegionPull, type RegionWork } from './cloudwatch-region.ts'
import { listSeries, type Series } from './cloudwatch-series.ts'
import type { PullWindow, RecordSource, Remembered } from './record-source.ts'

export interface CloudWatchAsk extends Omit<CloudWatchPlace, 'region'> {
  /** Empty: the Region of the profile. */
  regions: readonly string[]
  /** UTC days, inclusive; null: see pullWindow. */
  from: string | null
  to: string | null
  nowMs: number
  remembered: Remembered
}

export interface RegionPlan {
  region: string
  window: PullWindow
  models: string[]
  metricsRequested: number
  /** What the user should know of this Region's part, in sentences. */
  notes: string[]
}

export interface CloudWatchPlan {
  regions: RegionPlan[]
  /** Of GetMetricData. Lists are free up to a million calls a month. */
  cost: Pico
  sources: RecordSource[]
  close(): void
}

/** Lists the series of every Region; asks for no data yet. Throws a ProblemError, or anything once `signal` is aborted. */
export async function planCloudWatch(ask: CloudWatchAsk, signal: AbortSignal): Promise<CloudWatchPlan> {
  const opened: CloudWatch[] = []
  const close = () => opened.forEach((cloudWatch) => cloudWatch.close())
  try {
    const works: RegionWork[] = []
    for (const region of ask.regions.length === 0 ? [null] : ask.regions) {
      const cloudWatch = await openCloudWatch({ ...placeOf(ask), region }, signal)
      opened.push(cloudWatch)
      works.push(await planRegion(ask, cloudWatch, signal))
    }
    const regions = works.map(planOf)
    const cost = callCost(regions.reduce((sum, { metricsRequested }) => sum + metricsRequested, 0))
    return { regions, cost, sources: works.flatMap((work) => new RegionPull(work).sources()), close }
  } catch (error) {
    close()
    throw error
  }
}

const placeOf = ({ profile, endpoint, silenceMs }: CloudWatchAsk) =>
  ({ profile, endpoint, ...(silenceMs === undefined ? {} : { silenceMs }) })

async function planRegion(ask: CloudWatchAsk, cloudWatch: CloudWatch, signal: AbortSignal): Promise<RegionWork> {
  const { profile, nowMs } = ask
  const scope = cloudWatch.account ?? `profile ${profile ?? 'default'}`
  const key = `pull.${CLOUDWATCH_ID} ${scope} ${cloudWatch.region}`
  const memory = readMemory(ask.remembered(key))
  const course = courseOf(ask, memory, nowMs)
  const listed = await listSeries(cloudWatch, memory.models, signal)
  const models = listed.map(({ model }) => model)
  const { profiles, note } = await nameProfiles(cloudWatch, { models, known: memory.profiles }, signal)
  const series = listed.filter((one) => isClaude(one, profiles))
  const segments = course.open.flatMap((window) => segmentsOf(window, nowMs))
  return { cloudWatch, scope, key, memory, course, profiles, series, segments, nowMs, note }
}

/** Profiles of which nothing is known may be Claude's. */
function isClaude({ model }: Series, profiles: Profiles): boolean {
  return !Object.hasOwn(profiles, model) || profiles[model]?.model !== null
}

function planOf({ cloudWatch: { region }, course, series, segments, note }: RegionWork): RegionPlan {
  const goesOn = course.done.length === 0 ? [] : [
    `Goes on with the pull from ${course.window.from} that was cut short; what it had read is not asked for again.`,
  ]
  return {
    region, window: course.window, models: [...new Set(series.map(({ model }) => model))].toSorted(),
    metricsRequested: queriesOf(series).length * segments.length,
    notes: [...goesOn, ...(note === null ? [] : [note])],
  }
}
