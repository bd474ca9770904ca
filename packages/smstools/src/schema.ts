import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
import * as v from 'valibot'

/** A message as Smstools sends it ("Get a conversation"). Fields that are not named here come along. */
export interface SmstoolsMessage {
  /** Null on what the participant sent. */
  readonly messageId?: string | number | null | undefined
  /** "inbound" or "outbound". */
  readonly direction?: string | null | undefined
  /** Older answers have this instead of `direction`: whether the account sent the message. */
  readonly mine?: boolean | null | undefined
  /** Digits, or a sender name. */
  readonly sender?: string | number | null | undefined
  /** Digits, or a sender name. */
  readonly receiver?: string | number | null | undefined
  /** The text. */
  readonly message?: string | null | undefined
  /** The files of an MMS; null on an SMS. */
  readonly file?: readonly SmstoolsFile[] | null | undefined
  /** Localised text; `unixDatetime` is the time to use. */
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
  /** Where it is. */
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

/** Only what is used is checked, and only for its type: the API may grow. */
export const pageSchema: v.GenericSchema<unknown, SmstoolsPage> = v.looseObject({
  total: optionalTextOrNumber,
  page: optionalTextOrNumber,
  limit: optionalTextOrNumber,
  conversation: v.array(message),
})
