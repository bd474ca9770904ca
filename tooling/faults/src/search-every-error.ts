import { SmsError } from '@sms/core'
import { afterAll, afterEach } from 'vitest'
import { leaks } from './canaries.ts'

// A setup file for the tests of any package: every `SmsError` that a test provokes, caught or not, is searched for
// secrets when the test has ended.
const provoked: Error[] = []

/** Stands between `SmsError` and `Error`, and takes note of what is made. Nothing about the error itself changes. */
class Noted extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options)
    provoked.push(this)
  }
}
// `super(…)` looks its class up whenever it is called.
Object.setPrototypeOf(SmsError, Noted)

function search(): void {
  for (const error of provoked.splice(0)) {
    const found = leaks(error)
    if (found.length > 0) throw new Error(`an error shows what it must not: ${found.join(' | ')}`)
  }
}

afterEach(search)
afterAll(search)
