import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
import * as v from 'valibot'

/**
 * A message as iP.1 sends it ("Conversations", "Fields for response data"). The page's types, its example and the
 * OpenAPI description contradict each other: what any of them allows is accepted. Fields that are not named here
 * come along.
 */
export interface Ip1Message {
  /** A MongoDB ObjectId. */
  readonly id?: string | number | null | undefined
  /** The id of the batch that it was sent in. */
  readonly batchId?: string | null | undefined
  /** The id of the account. */
  readonly owner?: string | null | undefined
  /** Digits, or a sender name. */
  readonly sender?: string | number | null | undefined
  /** Digits, or a sender name. */
  readonly recipient?: string | number | null | undefined
  /** The text. */
  readonly body?: string | null | undefined
  /** "mt" (to the participant), "mo" (from the participant), in any case; or 0 and 1. */
  readonly direction?: string | number | null | undefined
  /** SMS segments that it was split into. */
  readonly segments?: string | number | null | undefined
  /** "SMS" or "flash", in any case; or 0 and 1. */
  readonly type?: string | number | null | undefined
  /** The least encoding that the text needs: "gsm" (GSM-7) or "ucs" (UCS-2); or 0 and 2. */
  readonly datacoding?: string | number | null | undefined
  /** 1, the default and the lowest, or 2, the highest. */
  readonly priority?: string | number | null | undefined
  /** Of the whole message. */
  readonly price?: string | number | null | undefined
  /** Of `price`, such as "SEK". */
  readonly currency?: string | null | undefined
  /** The latest one last; lists carry the latest only. */
  readonly statuses?: readonly Ip1Status[] | null | undefined
  /** ISO 8601. */
  readonly modified?: string | null | undefined
  /** What the account gave it to know it by. */
  readonly reference?: string | null | undefined
  /** The country of the participant's network (ITU-T E.212, mobile country code). */
  readonly mcc?: string | null | undefined
  /** The participant's network (ITU-T E.212, mobile network code). */
  readonly mnc?: string | null | undefined
}

/** What became of a message. */
export interface Ip1Status {
  /** 1xx on its way, 2xx delivered, 4xx refused before it was sent, 5xx not delivered. */
  readonly code?: string | number | null | undefined
  /** 0: not final, 1: final. */
  readonly duration?: string | number | null | undefined
  /** ISO 8601. */
  readonly created?: string | null | undefined
}

/** The summary of a conversation. */
export interface Ip1Summary {
  readonly participant?: string | number | null | undefined
  readonly totalMessageCount: string | number
  readonly totalSmsCount: string | number
  readonly mobileTerminatedMessages?: Ip1Counts | null | undefined
  readonly mobileOriginatedMessages?: Ip1Counts | null | undefined
}

/** By status code: `messages` and `sms` (segments), keys that may have spaces around them. */
export type Ip1Counts = Readonly<Record<string, Readonly<Record<string, string | number | null | undefined>>>>

const message = v.looseObject({
  id: optionalTextOrNumber,
  sender: optionalTextOrNumber,
  recipient: optionalTextOrNumber,
  body: optionalText,
  direction: optionalTextOrNumber,
  segments: optionalTextOrNumber,
  price: optionalTextOrNumber,
  currency: optionalText,
  statuses: v.nullish(v.array(v.looseObject({ code: optionalTextOrNumber, created: optionalText }))),
  modified: optionalText,
})

/** Only what is used is checked, and only for its type: the API may grow. */
export const pageSchema: v.GenericSchema<unknown, readonly Ip1Message[]> = v.array(message)

// A number holds no more than 15 digits without loss.
const count = v.union([
  v.pipe(v.string(), v.digits(), v.maxLength(15)),
  v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
])
const counts = v.nullish(v.record(v.string(), v.record(v.string(), v.nullish(count))))

export const summarySchema: v.GenericSchema<unknown, Ip1Summary> = v.looseObject({
  participant: optionalTextOrNumber,
  totalMessageCount: count,
  totalSmsCount: count,
  mobileTerminatedMessages: counts,
  mobileOriginatedMessages: counts,
})
