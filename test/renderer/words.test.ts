// Names as narrow columns have them.
import { expect, test } from 'vitest'
import { hostOf } from '../../renderer/words.ts'

test.each([
  ['https://www.anthropic.com/pricing#api', 'www.anthropic.com'],
  ['https://aws.amazon.com', 'aws.amazon.com'],
  ['http://127.0.0.1:8080/x', '127.0.0.1'],
  ['npm package @scope/name 1.2.3', 'npm package @scope/name 1.2.3'],
  ['', ''],
])('the host of "%s" is "%s"', (source, host) => expect(hostOf(source)).toBe(host))
