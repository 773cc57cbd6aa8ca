// What a failed call to CloudWatch says to the user. Never repeats the service's own text, which may name principals.
import { ProblemError } from '../core/problem.ts'

export interface CallPlace {
  /** Null: the user's default credentials. */
  profile: string | null
  /** Null where none was named. */
  region: string | null
}

interface Rule {
  code: string
  fits: RegExp
  message(place: CallPlace): string
  remedy(place: CallPlace): string
}

const profileOption = ({ profile }: CallPlace) => (profile === null ? '' : ` --profile ${profile}`)
const whose = ({ profile }: CallPlace) => (profile === null ? 'the default AWS profile' : `the AWS profile ${profile}`)

/**
 * The first that fits the error's name, codes and text. Names:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html (read 2026-11-22)
 */
const RULES: readonly Rule[] = [
  {
    code: 'no-region', fits: /Region is missing|Region not accepted/i,
    message: (place) => `No Region is named, and ${whose(place)} has none.`,
    remedy: () => 'Name the Regions in which Claude is called, for instance us-east-1,eu-west-1.',
  },
  {
    code: 'clock-skew', fits: /RequestTimeTooSkewed|RequestInTheFuture|RequestExpired|Signature (?:expired|not yet current)/i,
    message: () => 'AWS refused the call because this computer\'s clock is wrong.',
    remedy: () => 'Set the clock to the right time and pull again.',
  },
  {
    code: 'sso-expired', fits: /TokenProviderError|\bSSO\b.*(?:expired|invalid|not found)|(?:expired|invalid).*\bSSO\b/is,
    message: (place) => `The sign-in (SSO) of ${whose(place)} has expired.`,
    remedy: (place) => `Run "aws sso login${profileOption(place)}" and pull again.`,
  },
  {
    code: 'credentials-expired', fits: /ExpiredToken/i,
    message: (place) => `The temporary keys of ${whose(place)} have expired.`,
    remedy: (place) => `Sign in again (for SSO: "aws sso login${profileOption(place)}") and pull again.`,
  },
  {
    code: 'no-credentials', fits: /CredentialsProviderError|Could not load credentials|MissingAuthenticationToken|InvalidIdentityToken/i,
    message: (place) => `No credentials were found for ${whose(place)}.`,
    remedy: (place) => `Run "aws configure${profileOption(place)}", or name another profile of your AWS config.`,
  },
  {
    code: 'bad-credentials', fits: /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature/i,
    message: (place) => `AWS does not accept the keys of ${whose(place)}.`,
    remedy: (place) => `Check the keys ("aws sts get-caller-identity${profileOption(place)}"), and that the Region is enabled for the account.`,
  },
  {
    code: 'access-denied', fits: /AccessDenied|NotAuthorized|UnauthorizedOperation|Forbidden/i,
    message: (place) => `${capital(whose(place))} may not read CloudWatch metrics${inRegion(place.region)}.`,
    remedy: () => 'Allow cloudwatch:ListMetrics and cloudwatch:GetMetricData on resource "*" for it.',
  },
  {
    code: 'throttled', fits: /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i,
    message: ({ region }) => `CloudWatch${inRegion(region)} takes no more calls for now, also after several tries.`,
    remedy: () => 'Pull again in a few minutes, or pull fewer days at a time.',
  },
  {
    code: 'no-connection', fits: /ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|TimeoutError|NetworkingError/,
    message: ({ region }) => `CloudWatch${inRegion(region)} cannot be reached.`,
    remedy: () => 'Check the network, the proxy, and the spelling of the Region.',
  },
]

/** The sentence for an error of the SDK or of the network. A ProblemError stays as it is. */
export function cloudWatchProblem(error: unknown, place: CallPlace): ProblemError {
  if (error instanceof ProblemError) return error
  const signs = signsOf(error)
  const rule = RULES.find(({ fits }) => fits.test(signs))
  if (rule !== undefined) {
    return new ProblemError({ code: rule.code, message: rule.message(place), remedy: rule.remedy(place) })
  }
  const message = `CloudWatch${inRegion(place.region)} refused the call${codeIn(error)}.`
  return new ProblemError({ code: 'cloudwatch-failed', message, remedy: 'Pull again; if it stays so, check the options.' })
}

/** Name, codes and text of an error and of what caused it: only looked at, never shown. */
function signsOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 3) return ''
  const codes = ['code', 'Code'].map((key): unknown => Reflect.get(error, key)).filter((code) => typeof code === 'string')
  return [error.name, ...codes, error.message, signsOf(error.cause, depth + 1)].join('\n')
}

function codeIn(error: unknown): string {
  return error instanceof Error && /^[A-Za-z]{1,60}$/.test(error.name) && error.name !== 'Error' ? ` (${error.name})` : ''
}

const inRegion = (region: string | null) => (region === null ? '' : ` in ${region}`)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
