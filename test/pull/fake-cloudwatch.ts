// A CloudWatch on 127.0.0.1 in the wire form of the SDK's client: AWS JSON 1.0, epoch seconds, query-compatible errors; and
// Bedrock's list of inference profiles beside it (REST JSON).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

export interface FakeSeries {
  namespace: string
  metric: string
  dimensions: Readonly<Record<string, string>>
  /** Value by time, as ISO texts. */
  points: Readonly<Record<string, number>>
  /** Answered for statistics other than sums, on days with a point. */
  stats?: FakeStats
  /** False: idle for over two weeks, found by name only. */
  listed?: boolean
}

/** `silent`: never answers. `cut`: the connection breaks. */
export type Fault = { status: number; code: string; message?: string } | { body: unknown } | 'silent' | 'cut'

/** Of the daily statistics of one latency metric, whatever the day. */
export type FakeStats = Partial<Record<'SampleCount' | 'Average' | 'p50' | 'p95' | 'p99', number>>

export interface FakeProfile { id: string; modelArns: readonly string[] }

const dimension = z.object({ Name: z.string(), Value: z.string() })
const askShape = z.object({
  Namespace: z.string().optional(),
  NextToken: z.string().optional(),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  MetricDataQueries: z.array(z.object({
    Id: z.string(),
    MetricStat: z.object({
      Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.array(dimension) }),
      Period: z.number(), Stat: z.string(),
    }),
  })).optional(),
})
export type Asked = z.infer<typeof askShape> & { target: string }

export class FakeCloudWatch {
  series: FakeSeries[] = []
  /** Taken one by one before anything is answered as it should be, by operation. */
  faults: Record<'ListMetrics' | 'GetMetricData', Fault[]> = { ListMetrics: [], GetMetricData: [] }
  profiles: FakeProfile[] = []
  profileFaults: Fault[] = []
  /** Points of one series on a page; pages of a series follow each other. */
  pointsAPage = 1000
  /** Each page with content is preceded by an empty one. */
  emptyPages = false
  /** Ids of metrics that never become complete. */
  neverComplete = new Set<string>()
  readonly asked: Asked[] = []
  /** Of the credentials that signed the calls. */
  readonly keyIds: string[] = []
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${isTcp(address) ? address.port : 0}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  calls(target: string): Asked[] {
    return this.asked.filter((asked) => asked.target === target)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    if (request.url?.startsWith('/inference-profiles') === true) return this.#answerProfiles(request, response)
    const target = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    const asked = { ...askShape.parse(JSON.parse(Buffer.concat(parts).toString())), target }
    this.asked.push(asked)
    this.keyIds.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (!/Credential=[^/]+\/\d{8}\/[a-z0-9-]+\/monitoring\/aws4_request/.test(request.headers.authorization ?? '')) throw new Error('Not signed')
    const fault = target === 'ListMetrics' || target === 'GetMetricData' ? this.faults[target].shift() : undefined
    if (fault === 'silent') return
    if (fault === 'cut') return void response.destroy()
    if (fault !== undefined && 'status' in fault) {
      response.writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${fault.code};Sender` })
      response.end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${fault.code}`, message: fault.message ?? 'arn:aws:iam::111122223333:user/ana is told no' }))
      return
    }
    const body = fault?.body ?? (target === 'ListMetrics' ? this.#list(asked) : this.#data(asked))
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
  }

  /** One profile a page. */
  #answerProfiles(request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams
    this.asked.push({ target: 'ListInferenceProfiles' })
    const fault = this.profileFaults.shift()
    if (fault === 'silent') return
    if (fault === 'cut') return void response.destroy()
    if (fault !== undefined && 'status' in fault) {
      response.writeHead(fault.status, { 'content-type': 'application/json', 'x-amzn-errortype': fault.code }).end(JSON.stringify({ message: 'arn:aws:iam::111122223333:user/ana is told no' }))
      return
    }
    const at = Number(query.get('nextToken') ?? '0')
    const inferenceProfileSummaries = this.profiles.slice(at, at + 1).map(({ id, modelArns }) => ({
      inferenceProfileName: `name of ${id}`, inferenceProfileId: id, type: query.get('type'), status: 'ACTIVE', models: modelArns.map((modelArn) => ({ modelArn })),
      inferenceProfileArn: `arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`,
    }))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ inferenceProfileSummaries, ...(at + 1 < this.profiles.length ? { nextToken: String(at + 1) } : {}) }))
  }

  #list({ Namespace, NextToken }: Asked) {
    const metrics = this.series.filter((one) => one.listed !== false && one.namespace === Namespace).map((one) => ({
      Namespace: one.namespace, MetricName: one.metric, Dimensions: Object.entries(one.dimensions).map(([Name, Value]) => ({ Name, Value })),
    }))
    if (this.emptyPages && NextToken === undefined) return { Metrics: [], NextToken: 'list-2' }
    return { Metrics: metrics }
  }

  #data({ MetricDataQueries = [], NextToken, StartTime = 0, EndTime = 0 }: Asked) {
    const [kind = 'page', number = '0'] = (NextToken ?? (this.emptyPages ? 'empty-0' : 'page-0')).split('-')
    if (kind === 'empty') return { MetricDataResults: [], Messages: [], NextToken: `page-${number}` }
    const page = Number(number)
    let more = false
    const results = MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const buckets = this.#buckets(Metric, { StartTime, EndTime, Period, Stat })
      const shown = buckets.slice(page * this.pointsAPage, (page + 1) * this.pointsAPage)
      const isLast = buckets.length <= (page + 1) * this.pointsAPage
      if (!isLast) more = true
      const complete = isLast && !this.neverComplete.has(Metric.MetricName)
      return {
        Id, Label: Metric.MetricName, Timestamps: shown.map(([at]) => at), Values: shown.map(([, value]) => value),
        StatusCode: complete ? 'Complete' : 'PartialData',
      }
    })
    return { MetricDataResults: results, Messages: [], ...(more ? { NextToken: `${this.emptyPages ? 'empty' : 'page'}-${page + 1}` } : {}) }
  }

  /** Sums of the points by period, oldest first; start inclusive, end exclusive. */
  #buckets(metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] }, { StartTime, EndTime, Period, Stat }: { StartTime: number; EndTime: number; Period: number; Stat: string }) {
    const wanted = JSON.stringify(metric.Dimensions.map(({ Name, Value }) => [Name, Value]).toSorted())
    const sums = new Map<number, number>()
    for (const one of this.series) {
      if (one.namespace !== metric.Namespace || one.metric !== metric.MetricName || JSON.stringify(Object.entries(one.dimensions).toSorted()) !== wanted) continue
      for (const [text, value] of Object.entries(one.points)) {
        const at = Date.parse(text) / 1000
        if (at < StartTime || at >= EndTime) continue
        const bucket = Math.floor(at / Period) * Period
        const told = Stat === 'Sum' ? (sums.get(bucket) ?? 0) + value : Object.entries(one.stats ?? {}).find(([name]) => name === Stat)?.[1]
        if (told !== undefined) sums.set(bucket, told)
      }
    }
    return [...sums].toSorted(([a], [b]) => a - b)
  }
}

export function isTcp(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

/** Credentials and config of nobody's computer. */
export const AWS_ENV = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example-secret', AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials', AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: undefined, AWS_PROFILE: undefined,
}
