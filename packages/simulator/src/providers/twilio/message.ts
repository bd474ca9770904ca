import type { Account } from '../../conversation/account.ts'
import type { ChangingConversation } from '../../conversation/changing-conversation.ts'
import { choose } from '../../generated/choices.ts'
import { segmentsOf } from '../ip1/segments.ts'
import type { SimulatedMessage } from '../../message.ts'
import { parseSid, sidOf } from './sid.ts'
import { statusWords } from './status.ts'
import type { ListedMessage } from './twilio-lists.ts'

// Deliveries that Twilio explains: "Error and Warning Dictionary".
const UNREACHABLE = { error_code: 30003, error_message: 'Unreachable destination handset' }
const NO_ERROR = { error_code: null, error_message: null }

/** @param root The path of the account. */
export function twilioMessage(
  { message, sentAt, redactions }: ListedMessage,
  conversation: ChangingConversation,
  account: Account,
  root: string,
): object {
  const { direction, text, attachment, time, state, cause } = message
  const sid = sidOfMessage(message, conversation)
  const isOutbound = direction === 'outbound'
  const participant = redactions.includes('number')
    ? conversation.participant.replace(/\d{4}$/, 'XXXX')
    : conversation.participant
  const status = sentAt === null ? 'scheduled' : choose(statusWords[state], cause)
  const isUnsent = ['scheduled', 'queued', 'accepted'].includes(status)
  const uri = `${root}/Messages/${sid}`
  return {
    sid,
    account_sid: root.slice(root.lastIndexOf('/') + 1),
    messaging_service_sid: null,
    from: isOutbound ? (sentAt === null ? null : account.phoneNumber) : participant,
    to: isOutbound ? participant : account.phoneNumber,
    body: redactions.includes('text') ? '' : text,
    status,
    direction: isOutbound ? 'outbound-api' : 'inbound',
    num_segments: isUnsent ? '0' : String(segmentsOf(text)),
    num_media: attachment === null ? '0' : '1',
    price: isUnsent ? null : isOutbound ? '-0.04000' : '-0.00750',
    price_unit: 'USD',
    ...(status === 'undelivered' ? UNREACHABLE : NO_ERROR),
    date_created: mailTime(time),
    date_sent: sentAt === null ? null : mailTime(sentAt),
    date_updated: mailTime(sentAt ?? time),
    api_version: '2010-04-01',
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  }
}

function sidOfMessage({ attachment, number }: SimulatedMessage, { contact }: ChangingConversation): string {
  return sidOf(attachment === null ? 'SM' : 'MM', contact.index, number)
}

/** The list of a message's files, or null if there is no such message. */
export function mediaList(sid: string, account: Account, root: string): object | null {
  const place = parseSid(sid)
  const conversation = account.conversations.find(({ contact }) => contact.index === place?.conversation)
  if (place === null || conversation === undefined) return null
  const message = conversation.find(place.number)
  if (message === null || sid !== sidOfMessage(message, conversation)) return null
  const media = sidOf('ME', place.conversation, place.number)
  const files = message.attachment === null ? [] : [message.attachment]
  return {
    media_list: files.map(({ contentType }) => ({
      sid: media,
      parent_sid: sid,
      account_sid: root.slice(root.lastIndexOf('/') + 1),
      content_type: contentType,
      date_created: mailTime(message.time),
      date_updated: mailTime(message.time),
      uri: `${root}/Messages/${sid}/Media/${media}.json`,
    })),
    next_page_uri: null,
  }
}

/** RFC 2822. */
function mailTime(time: Date): string {
  return time.toUTCString().replace('GMT', '+0000')
}
