import { type DeliveryStatus, type Message, splitKey } from '@sms/core'
import { writeBody } from '../message-body.ts'
import type { MessageRecord } from '../store/store.ts'

const FINAL: ReadonlySet<DeliveryStatus> = new Set(['read', 'failed', 'undelivered', 'received'])

// These report delivery, and no reading.
const WITHOUT_READING: ReadonlySet<string> = new Set(['sms', 'mms', 'voice', 'email'])

/**
 * A message as the archive writes it.
 *
 * @param now When it was read.
 */
export function toRecord(message: Message, now: number): MessageRecord {
  const { direction, status } = message
  const { content, repeat } = splitKey(message.key)
  const time = message.timestamp?.getTime() ?? null
  return {
    key: content,
    hasId: repeat === null,
    direction,
    time,
    status,
    refreshFrom: isFinal(message) ? null : (time ?? now),
    body: writeBody(message),
    raw: JSON.stringify(message.raw) ?? 'null',
  }
}

/** Whether a message's status will not change any more. */
function isFinal({ status, channel }: Message): boolean {
  return FINAL.has(status) || (status === 'delivered' && WITHOUT_READING.has(channel))
}
