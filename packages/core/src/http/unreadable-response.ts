import type { ReceivedResponse } from './read-response.ts'
import type { Failure } from './retry-policy.ts'

/** A response of status 200 that brings nothing: its body is not JSON, or it is an error. Its request may be retried. */
export class UnreadableResponse extends Error {
  readonly response: ReceivedResponse
  readonly failure: Failure

  constructor(response: ReceivedResponse, failure: Failure) {
    super('The response cannot be read.')
    this.response = response
    this.failure = failure
  }
}
