import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
import * as v from 'valibot'

/**
 * A message as Twilio sends it (OpenAPI, `twilio_api_v2010`, "Message"). All fields may be null but `status` and
 * `direction`. Fields that are not named here come along.
 */
export interface TwilioMessage {
  /** `SM` or `MM` and 32 hexadecimal digits. Which of the two says nothing about its media. */
  readonly sid?: string | number | null | undefined
  /** The account that it belongs to. */
  readonly account_sid?: string | null | undefined
  /** The messaging service that it was sent with. */
  readonly messaging_service_sid?: string | null | undefined
  /** E.164, a short code, a name, or an address with its channel in front: `whatsapp:+447700900123`. */
  readonly from?: string | null | undefined
  /** As `from`. */
  readonly to?: string | null | undefined
  /** Empty if it was redacted. */
  readonly body?: string | null | undefined
  /** Such as `delivered`. */
  readonly status: string
  /** `inbound`, `outbound-api`, `outbound-call` or `outbound-reply`. */
  readonly direction: string
  /** Digits: SMS segments, "0" as long as they are not known. */
  readonly num_segments?: string | number | null | undefined
  /** Digits: how many files there are. */
  readonly num_media?: string | number | null | undefined
  /** A decimal number, negative in Twilio's examples; null until it is known. */
  readonly price?: string | number | null | undefined
  /** Of `price`, such as "USD". */
  readonly price_unit?: string | null | undefined
  /** Why it was not delivered. */
  readonly error_code?: string | number | null | undefined
  /** The same in words. */
  readonly error_message?: string | null | undefined
  /** RFC 2822. */
  readonly date_created?: string | null | undefined
  /** RFC 2822. The list is sorted by it; null until the message is sent. */
  readonly date_sent?: string | null | undefined
  /** RFC 2822. */
  readonly date_updated?: string | null | undefined
  /** The paths of what belongs to it: `media`. */
  readonly subresource_uris?: TwilioSubresources | null | undefined
  /** Its files, if the reader was made with `media: true`: then they come from a second response. */
  readonly media_list?: readonly TwilioMedia[] | null | undefined
}

/** The paths of what belongs to a message. */
export interface TwilioSubresources {
  /** The list of its files. */
  readonly media?: string | null | undefined
}

/** A file of a message (OpenAPI, `twilio_api_v2010`, "Media"). */
export interface TwilioMedia {
  /** `ME` and 32 hexadecimal digits. */
  readonly sid?: string | number | null | undefined
  /** Its media type. */
  readonly content_type?: string | null | undefined
  /** The path of its description. Without `.json`, it is the path of the file. */
  readonly uri?: string | null | undefined
}

/** A page of messages. */
export interface TwilioPage {
  readonly messages: readonly TwilioMessage[]
  /** Path and query; null on the last page. */
  readonly next_page_uri?: string | null | undefined
}

const files = v.array(
  v.looseObject({ sid: optionalTextOrNumber, content_type: optionalText, uri: optionalText }),
)

const message = v.looseObject({
  sid: optionalTextOrNumber,
  from: optionalText,
  to: optionalText,
  body: optionalText,
  status: v.string(),
  direction: v.string(),
  num_segments: optionalTextOrNumber,
  num_media: optionalTextOrNumber,
  price: optionalTextOrNumber,
  price_unit: optionalText,
  date_created: optionalText,
  date_sent: optionalText,
  subresource_uris: v.nullish(v.looseObject({ media: optionalText })),
  media_list: v.nullish(files),
})

/** Only what is used is checked, and only for its type: the API may grow. */
export const pageSchema: v.GenericSchema<unknown, TwilioPage> = v.looseObject({
  messages: v.array(message),
  next_page_uri: optionalText,
})

export const mediaSchema: v.GenericSchema<unknown, { readonly media_list: readonly TwilioMedia[] }> =
  v.looseObject({ media_list: files })
