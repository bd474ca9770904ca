import type { DeliveryStatus, Message } from '@sms/core'
import { displayAddress } from '@sms/core/provider'
import { PROVIDER } from './options.ts'
import type { TemplateMessage } from './wire.ts'

const STATUSES: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  expired: 'undelivered',
  refused: 'failed',
}

/** @param key What tells the message from all others. */
export function normalizeMessage(raw: TemplateMessage, key: string): Message<TemplateMessage> {
  return {
    provider: PROVIDER,
    id: String(raw.id),
    key,
    direction: raw.outgoing ? 'outbound' : 'inbound',
    channel: 'sms',
    from: displayAddress(raw.from),
    to: displayAddress(raw.to),
    text: raw.text ?? '',
    attachments: [],
    timestamp: timeOf(raw),
    status: raw.outgoing ? statusOf(raw) : 'received',
    segments: raw.parts ?? null,
    price: null,
    raw,
  }
}

function timeOf({ sent_at }: TemplateMessage): Date | null {
  const time = Date.parse(sent_at ?? '')
  return Number.isNaN(time) ? null : new Date(time)
}

function statusOf({ status }: TemplateMessage): DeliveryStatus {
  const word = (status ?? '').toLowerCase()
  return Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown'
}
