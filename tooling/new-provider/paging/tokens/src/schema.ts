import { optionalText } from '@sms/core/provider'
import * as v from 'valibot'

/** A message as Template sends it. Fields that are not named here come along. */
export interface TemplateMessage {
  /** The provider's id. */
  readonly id: string | number
  /** Whether the account sent it. */
  readonly outgoing: boolean
  /** Digits, or a sender name. */
  readonly from: string
  /** Digits, or a sender name. */
  readonly to: string
  /** What it says. */
  readonly text?: string | null | undefined
  /** ISO 8601. */
  readonly sent_at?: string | null | undefined
  /** "accepted", "sent", "delivered", "expired" or "refused". */
  readonly status?: string | null | undefined
  /** SMS segments that it was split into. */
  readonly parts?: number | null | undefined
}

/** A page of a conversation. */
export interface TemplatePage {
  readonly messages: readonly TemplateMessage[]
  readonly total?: number | string | null | undefined
  /** The token of the next page; null on the last one. */
  readonly next?: string | null | undefined
}

const message = v.looseObject({
  id: v.union([v.string(), v.number()]),
  outgoing: v.boolean(),
  from: v.string(),
  to: v.string(),
  text: optionalText,
  sent_at: optionalText,
  status: optionalText,
  parts: v.nullish(v.number()),
})

/** Only what is used is checked, and only for its type: the API may grow. */
export const pageSchema: v.GenericSchema<unknown, TemplatePage> = v.looseObject({
  messages: v.array(message),
  total: v.nullish(v.union([v.number(), v.string()])),
  next: optionalText,
})
