// Opens src/pull for the backend. The AWS SDK is loaded only when something is pulled: starting the app must not wait for it.
import type { Problem } from '../../../core/problem.ts'
import type { CloudWatchPlan } from '../../../pull/cloudwatch.ts'
import type { RecordSource, Remembered } from '../../../pull/record-source.ts'
import type { AnthropicPull, AwsProfile, CloudWatchPull } from '../../contract/pull-shapes.ts'
import { problemOf } from '../import-problem.ts'
import type { Endpoints } from './pull-options.ts'

export interface Surroundings {
  endpoints: Endpoints
  nowMs: number
  remembered: Remembered
}

export async function openCloudWatchPlan(
  { profile, regions, from, to }: CloudWatchPull, { endpoints, nowMs, remembered }: Surroundings, signal: AbortSignal,
): Promise<CloudWatchPlan> {
  const { planCloudWatch } = await import('../../../pull/cloudwatch.ts')
  return planCloudWatch({ profile, regions, from, to, endpoint: endpoints.cloudWatch, nowMs, remembered }, signal)
}

export async function openAnthropic(
  { parts, from, to }: AnthropicPull, key: string, { endpoints, nowMs, remembered }: Surroundings,
): Promise<RecordSource[]> {
  const { anthropicSources } = await import('../../../pull/anthropic-admin.ts')
  return anthropicSources({ key, endpoint: endpoints.anthropic, from, to, nowMs, remembered }, parts)
}

/** Profiles of the user's AWS config; none, and why, where it cannot be read. */
export async function awsProfiles(): Promise<{ awsProfiles: AwsProfile[]; awsProblem: Problem | null }> {
  const { listAwsProfiles } = await import('../../../pull/aws-profiles.ts')
  try {
    return { awsProfiles: await listAwsProfiles(), awsProblem: null }
  } catch (error) {
    return { awsProfiles: [], awsProblem: problemOf(error) }
  }
}
