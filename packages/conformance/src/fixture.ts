import type { Direction, MessageOrder, SmsErrorCode } from '@sms/core'
import * as v from 'valibot'
import { errorCodes } from './contract.ts'
import { type ScenarioName, scenarioNames } from './scenario-name.ts'

/**
 * What a provider answers in one scenario, and what a reader has to make of it. One JSON file a scenario, named after
 * it.
 */
export interface Fixture {
  /** What it shows. */
  readonly scenario: ScenarioName
  /** Where it comes from. */
  readonly source: Source
  /** The calls of the scenario, in order. */
  readonly calls: readonly RecordedCall[]
}

/** Says why a scenario that not every API can show cannot be shown with this one. */
export interface Absence {
  /** What cannot be shown. */
  readonly scenario: ScenarioName
  /** Why, as a sentence. */
  readonly absent: string
}

/** Where a fixture comes from, so that nothing made from documentation is taken for a recording. */
export type Source =
  | {
      /** What the API answered. */
      readonly kind: 'recorded'
      /** When, as ISO 8601 (`2025-06-05`). */
      readonly date: string
    }
  | {
      /** What the provider's documentation says that the API answers. */
      readonly kind: 'documentation'
      /** Which page, and which part of it. */
      readonly document: string
    }
  | {
      /** Made up. */
      readonly kind: 'synthetic'
      /** Why there is nothing better. */
      readonly reason: string
    }

/** One call of a reader. */
export interface RecordedCall {
  /** The method of the reader. */
  readonly method: 'messages' | 'conversations' | 'summary'
  /** Of `messages` and `summary`. */
  readonly participant?: string | undefined
  /** `since` and `until` as ISO 8601. A call is made with `concurrency: 1`, so that requests have an order. */
  readonly options?: RecordedOptions | undefined
  /** Whether it goes on from the cursor that the call before it ended with. */
  readonly resume?: boolean | undefined
  /** Its requests and their answers: in this order, all of them, and nothing else. */
  readonly exchanges: readonly Exchange[]
  /** What the reader makes of them. */
  readonly outcome: RecordedOutcome
}

/** The options of a call, as JSON can hold them. */
export interface RecordedOptions {
  /** Items in all. */
  readonly limit?: number | undefined
  /** Items asked for in one request. */
  readonly pageSize?: number | undefined
  /** Of `messages`: only what the participant sent, or was sent. */
  readonly direction?: Direction | undefined
  /** Of `messages`: the order to read in. */
  readonly order?: MessageOrder | undefined
  /** Of `messages`: ISO 8601 with a time. */
  readonly since?: string | undefined
  /** Of `messages`: ISO 8601 with a time. */
  readonly until?: string | undefined
}

/** A request and its answer. */
export interface Exchange {
  /** What is asked. */
  readonly request: RecordedRequest
  /** What is answered. */
  readonly response: RecordedResponse
}

/** A `GET` request, without its headers: they hold credentials. */
export interface RecordedRequest {
  /** Below the base URL, percent-encoded as it was sent. */
  readonly path: string
  /** Each parameter, decoded. */
  readonly query: Readonly<Record<string, string>>
}

/** An answer. */
export interface RecordedResponse {
  /** The HTTP status. */
  readonly status: number
  /** Of `content-type`, `link` and `retry-after` those that came, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** As JSON, or as a text where it is none. */
  readonly body: unknown
}

/** What the call gives: all fields of the contract but `raw`, times as ISO 8601. Items come before an error, too. */
export interface RecordedOutcome {
  /** Of `messages` and `conversations`. */
  readonly items?: readonly Readonly<Record<string, unknown>>[] | undefined
  /** Of every page; null where the provider tells none. */
  readonly total?: number | null | undefined
  /** Of `summary`. */
  readonly summary?: Readonly<Record<string, unknown>> | undefined
  /** What the call fails with; left out where it does not. */
  readonly error?:
    | {
        /** The error's code. */
        readonly code: SmsErrorCode
        /** The HTTP status that the error tells, where it tells one. */
        readonly status?: number | undefined
        /** The provider's own code, where the error tells one. */
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
