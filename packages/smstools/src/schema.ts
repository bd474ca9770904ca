import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
import * as v from 'valibot'

/** A message as Smstools sends it ("Get a conversation"). `raw` keeps fields that are not listed here. */
export interface SmstoolsMessage {
  /** Null on an inbound message. */
  readonly messageId?: string | number | null | undefined
  /** "inbound" or "outbound". */
  readonly direction?: string | null | undefined
  /** Whether the account sent the message. Older responses include this in place of `direction`. */
  readonly mine?: boolean | null | undefined
  /** Digits, or a sender name. */
  readonly sender?: string | number | null | undefined
  /** Digits, or a sender name. */
  readonly receiver?: string | number | null | undefined
  /** The text. */
  readonly message?: string | null | undefined
  /** The files of an MMS; null on an SMS. */
  readonly file?: readonly SmstoolsFile[] | null | undefined
  /** Localised text. Use `unixDatetime` for the time. */
  readonly datetime?: string | null | undefined
  /** Seconds since 1970, UTC. */
  readonly unixDatetime?: string | number | null | undefined
  /** One of the words of the status webhook's page, such as "DELIVERED", with a space or an underscore, in any case. */
  readonly deliveryStatus?: string | null | undefined
}

/** A file of an MMS. */
export interface SmstoolsFile {
  /** The file's name. */
  readonly name?: string | null | undefined
  /** The file's URL. */
  readonly image?: string | null | undefined
  /** The media type. */
  readonly mime?: string | null | undefined
}

/** A page of a conversation. */
export interface SmstoolsPage {
  readonly total?: string | number | null | undefined
  readonly page?: string | number | null | undefined
  readonly limit?: string | number | null | undefined
  readonly conversation: readonly SmstoolsMessage[]
}

const message = v.looseObject({
  messageId: optionalTextOrNumber,
  direction: optionalText,
  mine: v.nullish(v.boolean()),
  sender: optionalTextOrNumber,
  receiver: optionalTextOrNumber,
  message: optionalText,
  file: v.nullish(v.array(v.looseObject({ name: optionalText, image: optionalText, mime: optionalText }))),
  unixDatetime: optionalTextOrNumber,
  deliveryStatus: optionalText,
})

/** Checks only the fields that are used, and only their types: the API may add fields and words. */
export const pageSchema: v.GenericSchema<unknown, SmstoolsPage> = v.looseObject({
  total: optionalTextOrNumber,
  page: optionalTextOrNumber,
  limit: optionalTextOrNumber,
  conversation: v.array(message),
})
