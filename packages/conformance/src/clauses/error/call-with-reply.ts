import type { ClientOptions } from '@sms/core'
import type { RecordedResponse } from '../../fixture/fixture.ts'
import type { Harness } from '../../harness/harness.ts'
import { type CallOutcome, makeCall } from '../../provider-under-test/make-call.ts'
import type { Reply } from '../../replay/responder.ts'

/** The outcome of reading a conversation while every request receives the same reply. */
export interface FailedCall extends CallOutcome {
  /** The number of requests to the provider. */
  readonly requests: number
  /** Requests that went anywhere else. */
  readonly strays: readonly string[]
  /** Milliseconds on the clock of the check. */
  readonly took: number
}

/** The default of the option `retries`. */
export const DEFAULT_RETRIES = 4

/** An HTML page, as a gateway sends it. */
export const HTML = '<!doctype html><title>A page for people</title>'

export function callWithReply(
  harness: Harness,
  reply: Reply,
  client: ClientOptions = {},
): Promise<FailedCall> {
  return harness.serve(
    () => reply,
    async (traffic) => {
      const start = Date.now()
      const outcome = await makeCall(harness.reader(client), harness.call('empty'))
      const { requests, strays } = traffic()
      return { ...outcome, requests: requests.length, strays, took: Date.now() - start }
    },
  )
}

/** A response with status 200 and this text as its body. */
export function ok(body: string, contentType = 'application/json'): RecordedResponse {
  return { status: 200, headers: { 'content-type': contentType }, body }
}
