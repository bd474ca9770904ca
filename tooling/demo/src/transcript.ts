import { styleText } from 'node:util'
import type { DeliveryStatus, Message } from '@sms/core'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { minute } from './minute.ts'
import { printable } from './printable.ts'

/** The lines of a chat: what came in on the left, what went out on the right. */
export function transcript(messages: readonly Message[], width: number): readonly string[] {
  return messages.flatMap((message) => bubble(message, width))
}

function bubble(message: Message, width: number): readonly string[] {
  // Three quarters of the width leave a margin that shows whose side it is.
  const room = Math.ceil(width * 0.75)
  const lines = [
    ...wrap(heading(message), room),
    ...body(message)
      .flatMap((text) => wrap(text, room - 2))
      .map((line) => `  ${line}`),
  ]
  const longest = Math.max(...lines.map((line) => stringWidth(line)))
  const margin = ' '.repeat(message.direction === 'inbound' ? 0 : width - longest)
  return lines.map((line) => margin + line)
}

function wrap(text: string, width: number): readonly string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n')
}

function body({ text, attachments }: Message): readonly string[] {
  const files = attachments.map(({ name, url }) => `📎 ${name ?? url}`)
  return [text, ...files].filter((part) => part !== '').map(printable)
}

function heading({ from, timestamp, channel, status }: Message): string {
  const facts = [from ?? 'unknown', timestamp === null ? '' : minute(timestamp), channel]
  const known = facts.filter((fact) => fact !== '').map(printable)
  return `${styleText('dim', `${known.join(' · ')} ·`)} ${styleText(colours[status], status)}`
}

const colours = {
  queued: 'yellow',
  sending: 'yellow',
  sent: 'yellow',
  delivered: 'green',
  read: 'green',
  undelivered: 'red',
  failed: 'red',
  received: 'cyan',
  unknown: 'yellow',
} as const satisfies Record<DeliveryStatus, string>
