// What React has put off must not run when the window of a test file is gone.
import { setImmediate } from 'node:timers/promises'
import { cleanup } from '@testing-library/react'
import { afterAll } from 'vitest'

afterAll(async () => {
  cleanup()
  await setImmediate()
})
