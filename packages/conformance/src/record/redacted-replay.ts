import type { Exchange, RecordedCall, RecordedOutcome } from '../fixture.ts'
import { type CallOutcome, recordedForm } from '../make-call.ts'
import { differenceOf, errorOf } from './compare-outcomes.ts'
import { bodyText } from './json-body.ts'
import { type Connect, type LiveCall, performPlanned, type PlannedCall } from './live-call.ts'
import { BASE_URL } from '../base-url.ts'
import type { Redactor } from './redactor.ts'
import { requestBelow, segments } from './request-below.ts'

/** What a reader makes of redacted answers: nothing of it is original. */
export interface RedactedReplay {
  readonly calls: readonly RecordedCall[]
  readonly outcomes: readonly CallOutcome[]
  /** How it differs from what the reader made of the original ones; null where all that matters is the same. */
  readonly difference: string | null
}

/**
 * Makes calls again, and gives them the answers of before, redacted. So a fixture holds the requests that a reader makes
 * who never saw anything else.
 *
 * @param times Redacted times by original ones, for `since` and `until`.
 */
export async function replayRedacted(
  connect: Connect,
  live: readonly LiveCall[],
  redactor: Redactor,
  times: ReadonlyMap<string, string>,
): Promise<RedactedReplay> {
  const calls: RecordedCall[] = []
  const outcomes: CallOutcome[] = []
  for (const call of live) {
    const planned = redactedPlan(call.planned, redactor, times)
    const replay = replayFetch(call.exchanges, redactor)
    // A request that was not recorded will not be, however often it is made.
    const reader = connect({ baseUrl: BASE_URL, fetch: replay.fetch, retries: 0 })
    const outcome = await performPlanned(reader, planned, outcomes.at(-1))
    outcomes.push(outcome)
    calls.push({ ...planned, exchanges: replay.exchanges, outcome: recordedOutcome(outcome) })
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

/** Answers with recorded exchanges, redacted when their turn comes. */
interface ReplayFetch {
  readonly fetch: typeof globalThis.fetch
  /** As they were redacted. */
  readonly exchanges: readonly Exchange[]
  /** How a request differs from the recorded one. */
  difference(): string | null
  /** Whether fewer requests came than were recorded. */
  remainder(): string | null
}

function replayFetch(live: readonly Exchange[], redactor: Redactor): ReplayFetch {
  const exchanges: Exchange[] = []
  let failure: unknown
  let difference: string | null = null

  async function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const recorded = live[exchanges.length]
    const request = requestBelow(BASE_URL, new Request(input, init).url)
    if (recorded === undefined || request === null) {
      difference ??= 'a request is made that was not made before'
      throw new TypeError(difference)
    }
    difference ??= differentPart(recorded.request, request, redactor)
    if (difference !== null) throw new TypeError(difference)
    try {
      const response = redactor.response(recorded.response, { live: recorded.request, redacted: request })
      exchanges.push({ request, response })
      const { status, headers, body } = response
      const text = bodyText(body)
      return new Response(text === '' ? null : text, { status, headers: { ...headers } })
    } catch (error) {
      failure = error
      throw error
    }
  }

  return {
    fetch: answer,
    exchanges,
    difference() {
      // The reader took it for a failure of the network.
      if (failure !== undefined) throw failure
      return difference
    },
    remainder: () => (exchanges.length < live.length ? 'fewer requests are made' : null),
  }
}

/** What a request asks for that is not, redacted, what was asked for before. */
function differentPart(
  live: Exchange['request'],
  redacted: Exchange['request'],
  redactor: Redactor,
): string | null {
  const isSame = (was = '', is = ''): boolean => was === is || redactor.text(was) === is
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
