import { SmsError } from '../error.ts'

/** What is used, here or by what this package depends on, and not there in every runtime that is still in use. */
const NEEDED: Readonly<Record<string, () => boolean>> = {
  'Promise.withResolvers': () => typeof Promise.withResolvers === 'function',
  'URL.parse': () => typeof URL.parse === 'function',
  // Without it, ids above 2^53 would lose digits.
  'JSON.parse with source text access': hasSourceText,
  Request: () => typeof Request === 'function',
  Response: () => typeof Response === 'function',
}

/**
 * Checks that the runtime is recent enough. Without this check, an old one would fail in the middle of the first call.
 *
 * @throws {SmsError} `unsupported`, naming what is needed.
 */
export function checkRuntime(provider: string): void {
  const missing = Object.entries(NEEDED).find(([, isThere]) => !isThere())?.[0]
  if (missing === undefined) return
  const message = `${provider} needs Node.js 22.13 or later: this runtime has no ${missing}. (A test environment such as jsdom hides what Node.js has.)`
  throw new SmsError('unsupported', message, { provider })
}

function hasSourceText(): boolean {
  let source: string | undefined
  // The third argument is the proposal "JSON.parse source text access", which the type library does not know yet.
  JSON.parse('1', (...[, , context]: [string, unknown, { source?: string }?]) => {
    source = context?.source
  })
  return source === '1'
}
