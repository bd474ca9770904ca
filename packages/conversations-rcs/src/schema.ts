import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
import * as v from 'valibot'

/**
 * A message as Octopush sends it ("Retrieve the conversation messages list"). Any field may be null or absent. `raw` keeps
 * fields that are not listed here.
 */
export interface OctopushMessage {
  /** The provider's id. */
  readonly message_id?: string | number | null | undefined
  /** The text. */
  readonly text?: string | null | undefined
  /** "inbound" or "outbound". */
  readonly direction?: string | null | undefined
  /** One of the words of the callback page, such as "DELIVERED", or "sending". */
  readonly delivery_status?: string | null | undefined
  /** A word such as "rcs", "sms" or "voice_sms". */
  readonly channel?: string | null | undefined
  /** The account's side, on the channel of the message. */
  readonly user_identifier?: string | number | null | undefined
  /** The account's side, on all channels. */
  readonly user_identifiers?: UserIdentifiers | null | undefined
  /** The agent who replies for the account. */
  readonly agent_assigned_to?: string | null | undefined
  /** The participant's name. */
  readonly contact_name?: string | null | undefined
  /** The participant's side, on all channels. */
  readonly contact_identifiers?: ContactIdentifiers | null | undefined
}

/** The account's side. */
export interface UserIdentifiers {
  /** A phone number, or a short code. */
  readonly phone_number?: string | number | null | undefined
  /** An e-mail address. */
  readonly email?: string | number | null | undefined
  /** The id of a Facebook page. */
  readonly facebook_page_id?: string | number | null | undefined
}

/** The participant's side. */
export interface ContactIdentifiers {
  /** A phone number. */
  readonly phone_number?: string | number | null | undefined
  /** An e-mail address. */
  readonly email?: string | number | null | undefined
  /** The id of a Facebook user. */
  readonly facebook_id?: string | number | null | undefined
}

/** A conversation as Octopush sends it ("Retrieve the conversations list"). */
export interface OctopushConversation {
  /** The provider's id. */
  readonly conversation_id: string | number
  /** The channel last used, such as "rcs". */
  readonly last_user_channel?: string | null | undefined
  /** The participant. */
  readonly recipient_details?: RecipientDetails | null | undefined
  /** The agent who replies for the account. */
  readonly agent_assigned_to?: string | null | undefined
  /** An RCS agent (`…@rcs.goog`) or a short code. */
  readonly from?: string | number | null | undefined
  /** ISO 8601 with an offset. */
  readonly first_message_at?: string | null | undefined
  /** ISO 8601 with an offset. */
  readonly last_message_at?: string | null | undefined
  /** The text of the last message. */
  readonly last_message?: string | null | undefined
  /** A word such as "alert". The other words are not documented. */
  readonly purpose?: string | null | undefined
  /** A number. Its meaning is not documented. */
  readonly color?: string | number | null | undefined
  /** The number of messages. */
  readonly number_of_messages?: string | number | null | undefined
}

/** The participant of a conversation. */
export interface RecipientDetails {
  /** A phone number. */
  readonly phone_number?: string | number | null | undefined
  /** The contact's name. */
  readonly name?: string | null | undefined
}

const message = v.looseObject({
  message_id: optionalTextOrNumber,
  text: optionalText,
  direction: optionalText,
  delivery_status: optionalText,
  channel: optionalText,
  user_identifier: optionalTextOrNumber,
  user_identifiers: v.nullish(
    v.looseObject({
      phone_number: optionalTextOrNumber,
      email: optionalTextOrNumber,
      facebook_page_id: optionalTextOrNumber,
    }),
  ),
  contact_identifiers: v.nullish(
    v.looseObject({
      phone_number: optionalTextOrNumber,
      email: optionalTextOrNumber,
      facebook_id: optionalTextOrNumber,
    }),
  ),
})

const conversation = v.looseObject({
  conversation_id: v.union([v.string(), v.number()]),
  last_user_channel: optionalText,
  recipient_details: v.nullish(v.looseObject({ phone_number: optionalTextOrNumber, name: optionalText })),
  from: optionalTextOrNumber,
  first_message_at: optionalText,
  last_message_at: optionalText,
  last_message: optionalText,
  number_of_messages: optionalTextOrNumber,
})

/** Checks only the fields that are used, and only their types: the API may add fields and words. */
export const messagesSchema: v.GenericSchema<unknown, readonly OctopushMessage[]> = v.array(message)

export const conversationsSchema: v.GenericSchema<unknown, readonly OctopushConversation[]> =
  v.array(conversation)
