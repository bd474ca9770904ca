import type { DeliveryStatus, Message, MessageOrder } from '@sms/core'
import stringWidth from 'string-width'
import { counted } from './counted.ts'
import { day, timeOfDay } from './day-and-time.ts'
import type { Format } from './format.ts'
import { printable, printableLine } from './printable.ts'
import type { Screen } from './screen.ts'
import { shortened } from './table.ts'
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

// Each line of a text begins with a mark, so that no text can look like a heading, another day or the other side.
const TEXT_MARK = '│ '
const FILE_MARK = '📎 '

function bubble(message: Message, screen: Screen): readonly string[] {
  const { width } = screen
  // Three quarters of the width leave a margin that shows whose side it is.
  const room = Math.ceil(width * 0.75)
  const lines = [heading(message, screen), ...body(message, room)]
  const longest = lines.reduce((most, line) => Math.max(most, stringWidth(line)), 0)
  const margin = ' '.repeat(message.direction === 'inbound' ? 0 : width - longest)
  return lines.map((line) => margin + line)
}

function body({ text, attachments }: Message, room: number): readonly string[] {
  const marked = (part: string, mark: string): readonly string[] =>
    wrap(printable(part), room - stringWidth(mark)).map((line) => `${mark}${line}`)
  return [
    ...(text === '' ? [] : marked(text, TEXT_MARK)),
    ...attachments.flatMap(({ name, url }) => marked(name ?? url, FILE_MARK)),
  ]
}

/** One line, which is cut if it is too long, though never its status. */
function heading({ from, timestamp, channel, status }: Message, { width, paint }: Screen): string {
  const facts = [timestamp === null ? '' : timeOfDay(timestamp), fact(from ?? 'unknown'), fact(channel)]
  const known = facts.filter((one) => one !== '').join(SEPARATOR)
  const room = width - stringWidth(`${SEPARATOR}${status}`)
  return `${paint('dim', `${shortened(known, room)} ·`)} ${paint(colours[status], status)}`
}

const SEPARATOR = ' · '

/** A fact does not look like two. */
function fact(text: string): string {
  return printableLine(text).replaceAll('·', '�')
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
