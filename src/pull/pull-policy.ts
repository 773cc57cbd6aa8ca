// The AWS policy that a pull from CloudWatch needs, to copy. docs/command-line.md shows the same.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html (read 2026-11-22)

/** Metrics cannot be narrowed to a resource. The second statement names application profiles; pulls go on without it. */
export const PULL_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Metrics', Effect: 'Allow', Action: ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'], Resource: '*' },
    { Sid: 'ProfileNames', Effect: 'Allow', Action: ['bedrock:ListInferenceProfiles'], Resource: '*' },
  ],
} as const
