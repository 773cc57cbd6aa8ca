// Names in place of ids, at the moment of showing: nothing else of an origin changes, and the ids stay at hand.
import { expect, test } from 'vitest'
import { namer, NO_NAMES, type Names } from '../../src/core/names.ts'
import type { Origin } from '../../src/core/usage.ts'

const origin = (apiKey: string | null, workspace: string | null): Origin => ({
  importer: 'admin-usage-report', account: null, workspace, apiKey, principal: null, profile: null, project: null, gateway: null, tags: {},
})
const names: Names = {
  apiKeys: { apikey_1: { name: 'bot', workspace: 'wrkspc_1' }, apikey_2: { name: 'bot', workspace: null }, apikey_3: { name: ' ', workspace: null }, apikey_4: { name: 'eval', workspace: 'wrkspc_9' } },
  workspaces: { wrkspc_1: 'Production' },
}

test.each([
  ['apikey_1', 'wrkspc_1', 'bot (Production)', 'Production'], ['apikey_2', 'Default', 'bot (Default)', 'Default'], ['apikey_3', null, 'apikey_3', null],
  ['apikey_4', 'wrkspc_9', 'eval', 'wrkspc_9'], ['constructor', '__proto__', 'constructor', '__proto__'], [null, null, null, null],
])('%s in %s is %s in %s', (apiKey, workspace, name, place) => {
  expect(namer(names)(origin(apiKey, workspace))).toMatchObject({ apiKey: name, workspace: place, importer: 'admin-usage-report' })
})

test('the recorded origin is kept where it differs, and only there', () => {
  const recorded = origin('apikey_4', null)
  expect(namer(names)(recorded).recorded).toBe(recorded)
  expect(namer(NO_NAMES)(recorded)).toBe(recorded)
})
