import type { Direction, MessageOrder, SmsErrorCode } from '@sms/core'
import * as v from 'valibot'
import { errorCodes } from './contract.ts'
import { type ScenarioName, scenarioNames } from './scenarios.ts'

/**
 * What a provider answers in one scenario, and what a reader has to make of it. One JSON file a scenario, named after
 * it.
 */
export interface Fixture {
  readonly scenario: ScenarioName
  readonly source: Source
  /** The calls of the scenario, in order. */
  readonly calls: readonly RecordedCall[]
}

/** Says why a scenario that not every API can show cannot be shown with this one. */
export interface Absence {
  readonly scenario: ScenarioName
  readonly absent: string
}

/** Where a fixture comes from, so that nothing made from documentation is taken for a recording. */
export type Source =
  | { readonly kind: 'recorded'; readonly date: string }
  | { readonly kind: 'documentation'; readonly document: string }
  | { readonly kind: 'synthetic'; readonly reason: string }

/** One call of a reader. */
export interface RecordedCall {
  readonly method: 'messages' | 'conversations' | 'summary'
  /** Of `messages` and `summary`. */
  readonly participant?: string | undefined
  /** `since` and `until` as ISO 8601. A call is made with `concurrency: 1`, so that requests have an order. */
  readonly options?: RecordedOptions | undefined
  /** Whether it goes on from the cursor that the call before it ended with. */
  readonly resume?: boolean | undefined
  readonly exchanges: readonly Exchange[]
  readonly outcome: RecordedOutcome
}

export interface RecordedOptions {
  readonly limit?: number | undefined
  readonly pageSize?: number | undefined
  readonly direction?: Direction | undefined
  readonly order?: MessageOrder | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** A request and its answer. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly response: RecordedResponse
}

/** A `GET` request, without its headers: they hold credentials. */
export interface RecordedRequest {
  /** Below the base URL, percent-encoded as it was sent. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

export interface RecordedResponse {
  readonly status: number
  /** Those of `RESPONSE_HEADERS`, in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** As JSON, or as a text where it is none. */
  readonly body: unknown
}

/** What the call gives: all fields of the contract but `raw`, times as ISO 8601. Items come before an error, too. */
export interface RecordedOutcome {
  readonly items?: readonly Readonly<Record<string, unknown>>[] | undefined
  /** Of every page; null where the provider tells none. */
  readonly total?: number | null | undefined
  readonly summary?: Readonly<Record<string, unknown>> | undefined
  readonly error?:
    | {
        readonly code: SmsErrorCode
        readonly status?: number | undefined
        readonly providerCode?: string | undefined
      }
    | undefined
}

/** The response headers that a fixture may hold: what a client may need, and nothing that tells of an account. */
export const RESPONSE_HEADERS: readonly string[] = ['content-type', 'link', 'retry-after']

const text = v.pipe(v.string(), v.nonEmpty())
const plain = v.record(v.string(), v.unknown())
const scenario = v.picklist(scenarioNames)
const strings = v.record(v.string(), v.string())

const source = v.variant('kind', [
  v.strictObject({ kind: v.literal('recorded'), date: v.pipe(v.string(), v.isoDate()) }),
  v.strictObject({ kind: v.literal('documentation'), document: text }),
  v.strictObject({ kind: v.literal('synthetic'), reason: text }),
])

const call = v.strictObject({
  method: v.picklist(['messages', 'conversations', 'summary']),
  participant: v.optional(text),
  options: v.optional(
    v.strictObject({
      limit: v.optional(v.number()),
      pageSize: v.optional(v.number()),
      direction: v.optional(v.picklist(['inbound', 'outbound'])),
      order: v.optional(v.picklist(['newest-first', 'oldest-first'])),
      since: v.optional(v.pipe(v.string(), v.isoTimestamp())),
      until: v.optional(v.pipe(v.string(), v.isoTimestamp())),
    }),
  ),
  resume: v.optional(v.boolean()),
  exchanges: v.array(
    v.strictObject({
      request: v.strictObject({ path: text, query: strings }),
      response: v.strictObject({ status: v.number(), headers: strings, body: v.unknown() }),
    }),
  ),
  outcome: v.strictObject({
    items: v.optional(v.array(plain)),
    total: v.optional(v.nullable(v.number())),
    summary: v.optional(plain),
    error: v.optional(
      v.strictObject({
        code: v.picklist(errorCodes),
        status: v.optional(v.number()),
        providerCode: v.optional(v.string()),
      }),
    ),
  }),
})

/** The format of a fixture file that shows its scenario. */
export const fixtureSchema: v.GenericSchema<unknown, Fixture> = v.strictObject({
  scenario,
  source,
  calls: v.pipe(v.array(call), v.minLength(1)),
})

/** The format of a fixture file that says why its scenario cannot be shown. */
export const absenceSchema: v.GenericSchema<unknown, Absence> = v.strictObject({ scenario, absent: text })
