import { type DeliveryStatus, type Message, splitKey } from '@sms/core'
import { writeBody } from '../message-body.ts'
import { textFieldOf, writeRaw } from '../raw-text.ts'
import type { MessageRecord } from '../store/page-store.ts'
import { NO_KEY, OLD_KEY } from '../store/left-out-key.ts'
import { storedKey } from '../stored-key.ts'
import type { AddressWriter } from './address-writer.ts'

const FINAL: ReadonlySet<DeliveryStatus> = new Set(['read', 'failed', 'undelivered', 'received'])

// These report delivery, and no reading.
const WITHOUT_READING: ReadonlySet<string> = new Set(['sms', 'mms', 'voice', 'email'])

/** What stands for a message of an erased person: only its place is stored. */
export const LEFT_OUT: MessageRecord = {
  key: NO_KEY,
  hasId: false,
  direction: 'inbound',
  time: null,
  status: 'unknown',
  refreshFrom: null,
  addresses: '',
  body: '',
  raw: '',
  hasAttachments: false,
}

/** What stands for a message that is too old: only its place is stored, and that it is one. */
export const OLD: MessageRecord = { ...LEFT_OUT, key: OLD_KEY }

export function isLeftOut(record: MessageRecord): boolean {
  return record === LEFT_OUT || record === OLD
}

/**
 * A message as the archive writes it.
 *
 * @param now When it was read.
 */
export function toRecord(message: Message, addresses: AddressWriter, now: number): MessageRecord {
  const { provider, direction, status, text, raw } = message
  const { content, repeat } = splitKey(message.key)
  const key = storedKey(provider, content)
  const textField = textFieldOf(raw, text)
  const time = message.timestamp?.getTime() ?? null
  return {
    key,
    hasId: repeat === null,
    direction,
    time,
    status,
    refreshFrom: isFinal(message) ? null : (time ?? now),
    hasAttachments: message.attachments.length > 0,
    addresses: addresses.write(message),
    body: writeBody(message, repeat === null ? key : null, textField),
    raw: writeRaw(raw, textField),
  }
}

/** Whether a message's status will not change any more. */
function isFinal({ status, channel }: Message): boolean {
  return FINAL.has(status) || (status === 'delivered' && WITHOUT_READING.has(channel))
}
