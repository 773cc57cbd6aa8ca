// Other addresses for live pulls, from the environment: for tests, and for servers that stand in for the services.

/** Null: the service's own address. CloudWatch also heeds the AWS SDK's variables. */
export function pullEndpoints(env: Readonly<Record<string, string | undefined>>): { cloudWatch: string | null; anthropic: string | null } {
  return { cloudWatch: given(env['TOKEN_LEDGER_CLOUDWATCH_ENDPOINT']), anthropic: given(env['TOKEN_LEDGER_ANTHROPIC_ENDPOINT']) }
}

function given(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value
}
