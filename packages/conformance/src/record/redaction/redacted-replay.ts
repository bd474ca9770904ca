import { BASE_URL } from '../../fixture/base-url.ts'
import { bodyText } from '../../fixture/body-text.ts'
import type { Exchange, RecordedCall, RecordedOutcome, RecordedRequest } from '../../fixture/fixture.ts'
import { recordedForm } from '../../fixture/recorded-form.ts'
import type { CallOutcome } from '../../provider-under-test/make-call.ts'
import { connect, type ProviderAccount } from '../account.ts'
import { type LiveCall, makePlannedCall, type PlannedCall } from '../calls/live-call.ts'
import { requestBelow, segments } from '../text/request-below.ts'
import { instantOf } from '../text/time-text.ts'
import { differenceOf, errorOf } from './compare-outcomes.ts'
import type { Redactor } from './redactor.ts'

/** The calls of a reader that received redacted responses. They hold nothing original. */
export interface RedactedReplay {
  readonly calls: readonly RecordedCall[]
  readonly outcomes: readonly CallOutcome[]
  /** The difference from the outcomes of the live calls, or null if everything that matters is the same. */
  readonly difference: string | null
}

/**
 * Makes calls again, and replies with the recorded responses, redacted. So a fixture holds the requests of a reader that
 * never received anything else.
 *
 * @param times Redacted times by original ones, for `since` and `until`.
 */
export async function replayRedacted(
  account: ProviderAccount,
  live: readonly LiveCall[],
  redactor: Redactor,
  times: ReadonlyMap<string, string>,
): Promise<RedactedReplay> {
  const calls: RecordedCall[] = []
  const outcomes: CallOutcome[] = []
  for (const call of live) {
    const planned = redactedPlan(call.planned, redactor, times)
    const replay = new RedactingFetch(call.exchanges, redactor)
    // A request that was not recorded fails every time.
    const reader = connect(account, { baseUrl: BASE_URL, fetch: replay.fetch, retries: 0 })
    const outcome = await makePlannedCall(reader, planned, outcomes.at(-1))
    outcomes.push(outcome)
    calls.push({ ...planned, exchanges: replay.exchanges(), outcome: recordedOutcome(outcome) })
    const difference = replay.difference() ?? differenceOf(call.outcome, outcome) ?? replay.remainder()
    if (difference !== null) return { calls, outcomes, difference }
  }
  return { calls, outcomes, difference: null }
}

function redactedPlan(
  planned: PlannedCall,
  redactor: Redactor,
  times: ReadonlyMap<string, string>,
): PlannedCall {
  const { participant, options } = planned
  const { since, until } = options ?? {}
  const time = (original: string): string => times.get(original) ?? redactor.text(original)
  return {
    ...planned,
    ...(participant !== undefined && { participant: redactor.text(participant) }),
    ...(since !== undefined &&
      until !== undefined && { options: { ...options, since: time(since), until: time(until) } }),
  }
}

/** A `fetch` that replies with recorded exchanges, and redacts each one when it is requested. */
class RedactingFetch {
  readonly #live: readonly Exchange[]
  readonly #redactor: Redactor
  readonly #redacted: Exchange[] = []
  #failure: unknown
  #difference: string | null = null

  constructor(live: readonly Exchange[], redactor: Redactor) {
    this.#live = live
    this.#redactor = redactor
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const recorded = this.#live[this.#redacted.length]
    const request = requestBelow(BASE_URL, new Request(input, init).url)
    if (recorded === undefined || request === null) {
      this.#difference ??= 'a request is made that was not made before'
      throw new TypeError(this.#difference)
    }
    this.#difference ??= differentPart(recorded.request, request, this.#redactor)
    if (this.#difference !== null) throw new TypeError(this.#difference)
    try {
      return this.#respond(recorded, request)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** The redacted exchanges so far. */
  exchanges(): readonly Exchange[] {
    return [...this.#redacted]
  }

  /**
   * The difference of a request from the recorded one, or null.
   *
   * @throws The failure of the redaction. The reader took it for a failure of the network.
   */
  difference(): string | null {
    if (this.#failure !== undefined) throw this.#failure
    return this.#difference
  }

  /** The difference if fewer requests came than were recorded, or null. */
  remainder(): string | null {
    return this.#redacted.length < this.#live.length ? 'fewer requests are made' : null
  }

  #respond(recorded: Exchange, request: RecordedRequest): Response {
    const requests = { live: recorded.request, redacted: request }
    const response = this.#redactor.response(recorded.response, requests)
    this.#redacted.push({ request, response })
    const { status, headers, body } = response
    const text = bodyText(body)
    return new Response(text === '' ? null : text, { status, headers: { ...headers } })
  }
}

/** The part of a request that differs from the recorded one after its redaction, or null. */
function differentPart(live: RecordedRequest, redacted: RecordedRequest, redactor: Redactor): string | null {
  const isSame = (was = '', is = ''): boolean => was === is || redactor.text(was) === is || areTimes(was, is)
  const [path, redactedPath] = [segments(live.path), segments(redacted.path)]
  const isSamePath =
    path.length === redactedPath.length && path.every((part, at) => isSame(part, redactedPath[at]))
  if (!isSamePath) return 'a request has another path'
  const names = new Set([...Object.keys(live.query), ...Object.keys(redacted.query)])
  const name = [...names].find((parameter) => !isSame(live.query[parameter], redacted.query[parameter]))
  return name === undefined ? null : `a request has another \`${name}\``
}

function recordedOutcome(outcome: CallOutcome): RecordedOutcome {
  const { items, pages, summary } = outcome
  if (summary !== undefined) return { summary: recordedForm(summary) }
  const error = errorOf(outcome)
  return {
    ...((error === undefined || items.length > 0) && { items: items.map(recordedForm) }),
    ...(pages[0] !== undefined && { total: pages[0].total }),
    ...(error !== undefined && { error }),
  }
}

/** Whether a reader may have made both of `since` or `until`, such as the day before. */
function areTimes(live: string, redacted: string): boolean {
  return instantOf(live) !== null && instantOf(redacted) !== null
}
