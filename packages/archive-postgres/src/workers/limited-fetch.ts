import { ArchiveError } from '@sms/archive'
import { retryAfterSeconds } from '@sms/core/provider'
import { AccountHeld, type Permit, type Permits } from './permits.ts'

/** What a `fetch` of a worker goes by. */
export interface FetchLimits {
  readonly permits: Permits
  /** The provider has asked for a pause of so many seconds. */
  readonly onPause: (seconds: number) => void
  /** The account is held, or the database fails: its requests are given up. */
  readonly giveUp: (reason: Error) => void
}

// A provider that asks for a pause without saying how long.
const PAUSE_SECONDS = 1

/**
 * A `fetch` whose requests count for the account, whichever worker sends them. A long pause is kept by the account alone: a reader
 * that knew of it would keep it after the account is released.
 */
export function limitedFetch({ permits, onPause, giveUp }: FetchLimits): typeof fetch {
  const orGiveUp = async <Result>(limit: Promise<Result>): Promise<Result> => {
    try {
      return await limit
    } catch (error) {
      if (error instanceof AccountHeld || ArchiveError.is(error)) giveUp(error)
      throw error
    }
  }
  return async (input, init) => {
    const permit = await orGiveUp(permits.acquire(init?.signal ?? undefined))
    let response: Response | null = null
    try {
      response = await fetch(input, init)
      const seconds = pauseOf(response)
      if (seconds !== null) {
        onPause(seconds)
        await orGiveUp(permits.hold(seconds))
      }
      return untilRead(response, permit)
    } catch (error) {
      permit.release()
      await response?.body?.cancel()
      throw error
    }
  }
}

/** Null if the provider asks for no pause. */
function pauseOf({ status, headers }: Response): number | null {
  if (status !== 429 && status !== 503) return null
  const seconds = retryAfterSeconds(headers.get('retry-after'), headers.get('date'))
  return seconds ?? (status === 429 ? PAUSE_SECONDS : null)
}

/** A request is in flight until its response is read, or given up. */
function untilRead(response: Response, { release }: Permit): Response {
  if (response.body === null) {
    release()
    return response
  }
  const reader = response.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      release()
    },
    cancel(reason) {
      release()
      return reader.cancel(reason)
    },
  })
  const { status, statusText, headers } = response
  return new Response(body, { status, statusText, headers })
}
