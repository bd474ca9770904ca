import type { RecordedResponse } from '../fixture/fixture.ts'

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string
  /** Below the base URL. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly url: string
  /** Milliseconds on the clock of the check. */
  readonly at: number
}

/** What a request receives: a response, a reset connection, or nothing at all. */
export type Reply = RecordedResponse | 'reset' | 'silence'

/** Decides what a request receives. The first request has the number 0. */
export type Responder = (request: ReceivedRequest, number: number) => Reply
