import type { DeliveryStatus, Message, MessageOrder } from '@sms/core'
import stringWidth from 'string-width'
import { counted } from './counted.ts'
import { day, timeOfDay } from './day-and-time.ts'
import type { Format } from './format.ts'
import { printable } from './printable.ts'
import type { Screen } from './screen.ts'
import { wrap } from './wrap.ts'

/**
 * A chat for reading: what came in on the left, what went out on the right, the oldest message on top. Messages that
 * are read newest first are held until the last is there.
 *
 * @param order They are read in. Where a provider documents none, its newest are taken to come first, as in every
 * inbox.
 */
export function transcript(order: MessageOrder | 'unspecified', screen: Screen): Format<Message> {
  const held: Message[] = []
  let count = 0
  let lastDay: string | null = null

  function chat(messages: readonly Message[]): string {
    const lines = messages.flatMap((message) => {
      const today = message.timestamp === null ? lastDay : day(message.timestamp)
      const isNewDay = today !== null && today !== lastDay
      lastDay = today
      return [...(isNewDay ? dayRule(today, screen) : []), ...bubble(message, screen)]
    })
    return lines.map((line) => `${line}\n`).join('')
  }

  return {
    head: '',
    page(messages) {
      count += messages.length
      if (order === 'oldest-first') return chat(messages)
      for (const message of messages) held.push(message)
      return ''
    },
    tail() {
      const rest = chat(held.splice(0).toReversed())
      const total = `${counted(count, 'message')}.${lastDay === null ? '' : ' All times are UTC.'}`
      return `${rest}\n${screen.paint('dim', total)}\n`
    },
  }
}

function dayRule(date: string, { width, paint }: Screen): readonly string[] {
  const side = '─'.repeat(Math.max(0, Math.floor((width - date.length - 2) / 2)))
  return ['', paint('dim', `${side} ${date} ${side}`)]
}

function bubble(message: Message, screen: Screen): readonly string[] {
  const { width } = screen
  // Three quarters of the width leave a margin that shows whose side it is.
  const room = Math.ceil(width * 0.75)
  const lines = [
    ...wrap(heading(message, screen), room),
    ...body(message)
      .flatMap((text) => wrap(text, room - 2))
      .map((line) => `  ${line}`),
  ]
  const longest = Math.max(...lines.map((line) => stringWidth(line)))
  const margin = ' '.repeat(message.direction === 'inbound' ? 0 : width - longest)
  return lines.map((line) => margin + line)
}

function body({ text, attachments }: Message): readonly string[] {
  const files = attachments.map(({ name, url }) => `📎 ${name ?? url}`)
  return [text, ...files].filter((part) => part !== '').map(printable)
}

function heading({ from, timestamp, channel, status }: Message, { paint }: Screen): string {
  const facts = [timestamp === null ? '' : timeOfDay(timestamp), from ?? 'unknown', channel]
  const known = facts.filter((fact) => fact !== '').map(printable)
  return `${paint('dim', `${known.join(' · ')} ·`)} ${paint(colours[status], status)}`
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
