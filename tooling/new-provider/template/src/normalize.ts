import type { DeliveryStatus } from '@sms/core'
import { displayAddress, type MessageFields } from '@sms/core/provider'
import type { TemplateMessage } from './schema.ts'

const STATUSES: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  expired: 'undelivered',
  refused: 'failed',
}

/** @param key Of the message, from core. */
export function normalizeMessage(raw: TemplateMessage, key: string): MessageFields<TemplateMessage> {
  return {
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
