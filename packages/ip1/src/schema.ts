import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
import * as v from 'valibot'

/**
 * A message as iP.1 sends it ("Conversations", "Fields for response data"). The page's types, its example and the
 * OpenAPI description contradict each other, so everything that one of them allows is accepted. `raw` keeps fields that
 * are not listed here.
 */
export interface Ip1Message {
  /** A MongoDB ObjectId. */
  readonly id?: string | number | null | undefined
  /** The id of the batch that included the message. */
  readonly batchId?: string | null | undefined
  /** The id of the account. */
  readonly owner?: string | null | undefined
  /** Digits, or a sender name. */
  readonly sender?: string | number | null | undefined
  /** Digits, or a sender name. */
  readonly recipient?: string | number | null | undefined
  /** The text. */
  readonly body?: string | null | undefined
  /** "mt" (to the participant) or "mo" (from the participant), in any case; or 0 or 1. */
  readonly direction?: string | number | null | undefined
  /** The number of SMS segments. */
  readonly segments?: string | number | null | undefined
  /** "SMS" or "flash", in any case; or 0 or 1. */
  readonly type?: string | number | null | undefined
  /** The smallest encoding that the text needs: "gsm" (GSM-7) or "ucs" (UCS-2); or 0 or 2. */
  readonly datacoding?: string | number | null | undefined
  /** 1 (lowest, the default) or 2 (highest). */
  readonly priority?: string | number | null | undefined
  /** The price of the whole message. */
  readonly price?: string | number | null | undefined
  /** The currency of `price`, such as "SEK". */
  readonly currency?: string | null | undefined
  /** The latest status comes last. Lists include only the latest. */
  readonly statuses?: readonly Ip1Status[] | null | undefined
  /** ISO 8601. */
  readonly modified?: string | null | undefined
  /** The reference that the account set when it sent the message. */
  readonly reference?: string | null | undefined
  /** The country of the participant's network (ITU-T E.212, mobile country code). */
  readonly mcc?: string | null | undefined
  /** The participant's network (ITU-T E.212, mobile network code). */
  readonly mnc?: string | null | undefined
}

/** A delivery status of a message. */
export interface Ip1Status {
  /** 1xx on its way, 2xx delivered, 4xx rejected before it was sent, 5xx not delivered. */
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

/** For each status code, `messages` and `sms` (segments). Keys may have spaces around them. */
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

/** Checks only the fields that are used, and only their types: the API may add fields and words. */
export const pageSchema: v.GenericSchema<unknown, readonly Ip1Message[]> = v.array(message)

// A JavaScript number represents every integer of up to 15 digits exactly.
const count = v.pipe(
  v.union([v.string(), v.number()]),
  v.check((value) => /^\d{1,15}$/.test(String(value))),
)
const counts = v.nullish(v.record(v.string(), v.record(v.string(), v.nullish(count))))

export const summarySchema: v.GenericSchema<unknown, Ip1Summary> = v.looseObject({
  participant: optionalTextOrNumber,
  totalMessageCount: count,
  totalSmsCount: count,
  mobileTerminatedMessages: counts,
  mobileOriginatedMessages: counts,
})
