// What decides about addresses and senders in the desktop shell, without Electron.
import { describe, expect, test, vi } from 'vitest'

const openExternal = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ shell: { openExternal } }))

const { isOwnPage, staysInside } = await import('../../electron/page-address.ts')
const { mayOpenOutside, openOutside } = await import('../../electron/external-links.ts')
const { isTrustedSender } = await import('../../electron/security.ts')

describe('the own page', () => {
  test.each(['app://token-ledger/index.html', 'app://token-ledger/#/overview?range=28d'])('%s is it', (url) => {
    expect(isOwnPage(url)).toBe(true)
  })

  test.each([
    'app://token-ledger.evil.example/', 'app://evil.example/token-ledger', 'https://token-ledger/', 'app://token-ledger:80/', 'file:///index.html',
    'http://localhost/app://token-ledger/', 'about:blank', 'not a url', '',
  ])('%s is not', (url) => {
    expect(isOwnPage(url)).toBe(false)
  })
})

describe('a sender', () => {
  const own = 'app://token-ledger/index.html'

  test('is trusted as the top frame of the own page only', () => {
    expect(isTrustedSender({ url: own, parent: null })).toBe(true)
  })

  test('is not trusted from elsewhere, from inside a frame, or when its frame is gone', () => {
    expect(isTrustedSender({ url: 'https://evil.example/app://token-ledger/', parent: null })).toBe(false)
    expect(isTrustedSender(Object.assign(Object.create(null), { url: own, parent: { url: own } }))).toBe(false)
    expect(isTrustedSender(null)).toBe(false)
  })
})

describe('the network', () => {
  test.each(['app://token-ledger/assets/a.js', 'blob:app://token-ledger/1-2', 'data:image/png;base64,AA==', 'devtools://devtools/x'])('%s stays inside', (url) => {
    expect(staysInside(url)).toBe(true)
  })

  test.each(['https://example.com/', 'http://127.0.0.1:1/', 'ws://x/', 'blob:https://example.com/1', 'app://other/', 'file:///etc/passwd'])('%s is refused', (url) => {
    expect(staysInside(url)).toBe(false)
  })
})

describe('links to the outside', () => {
  test('known hosts over https open in the browser', () => {
    openOutside('https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html')
    expect(openExternal).toHaveBeenCalledTimes(1)
  })

  test.each([
    'http://docs.aws.amazon.com/', 'https://docs.aws.amazon.com.evil.example/', 'https://evil.example/?docs.aws.amazon.com', 'https://user@docs.aws.amazon.com/',
    'https://docs.aws.amazon.com:8443/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://docs.aws.amazon.com/x', '',
  ])('%s does not', (url) => {
    openExternal.mockClear()
    openOutside(url)
    expect(mayOpenOutside(url)).toBe(false)
    expect(openExternal).not.toHaveBeenCalled()
  })
})
