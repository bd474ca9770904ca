import type { DeliveryStatus, Message, MessageOrder } from '@sms/core'
import stringWidth from 'string-width'
import type { MarkedMessage } from './count-vanished.ts'
import { counted } from './counted.ts'
import { day, timeOfDay } from './day-and-time.ts'
import type { Format } from './format.ts'
import { printable, printableLine } from './printable.ts'
import type { Screen } from './screen.ts'
import { shortened } from './table.ts'
import { wrap } from './wrap.ts'

/** What a transcript shows. */
interface TranscriptOptions {
  /** Whether the messages are of several conversations. Then each shows both its sides. */
  readonly isOfMany?: boolean
}

/**
 * A chat for people: inbound on the left, outbound on the right, the oldest message on top. If the newest come first, all
 * messages are kept until the last one is read.
 *
 * @param order The order of the messages. If a provider documents none, the newest are expected first, as in an inbox.
 */
export function transcript(
  order: MessageOrder | 'unspecified',
  screen: Screen,
  { isOfMany = false }: TranscriptOptions = {},
): Format<MarkedMessage> {
  const held: MarkedMessage[] = []
  let count = 0
  let lastDay: string | null = null

  function chat(messages: readonly MarkedMessage[]): string {
    const lines = messages.flatMap((message) => {
      const today = message.timestamp === null ? lastDay : day(message.timestamp)
      const isNewDay = today !== null && today !== lastDay
      lastDay = today
      return [...(isNewDay ? dayRule(today, screen) : []), ...bubble(message, screen, isOfMany)]
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

// Each line of a text begins with a mark, so that no text looks like a heading, another day or the other side.
const TEXT_MARK = '│ '
const FILE_MARK = '📎 '

function bubble(message: MarkedMessage, screen: Screen, isOfMany: boolean): readonly string[] {
  const { width } = screen
  // The remaining quarter of the width shows the side.
  const room = Math.ceil(width * 0.75)
  const lines = [heading(message, screen, isOfMany), ...body(message, room)]
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

/** One line. If it is too long it is cut, but not its status. */
function heading(message: MarkedMessage, { width, paint }: Screen, isOfMany: boolean): string {
  const { from, to, timestamp, channel, status, vanishedAt } = message
  const sides = (isOfMany ? [from, to] : [from]).map((side) => fact(side ?? 'unknown')).join(' → ')
  const facts = [timestamp === null ? '' : timeOfDay(timestamp), sides, fact(channel)]
  const known = facts.filter((one) => one !== '').join(SEPARATOR)
  const states = [
    paint(colours[status], status),
    ...(vanishedAt instanceof Date ? [paint('red', 'vanished')] : []),
  ]
  const end = states.join(paint('dim', SEPARATOR))
  const room = width - stringWidth(`${SEPARATOR}${end}`)
  return `${paint('dim', `${shortened(known, room)} ·`)} ${end}`
}

const SEPARATOR = ' · '

/** Replaces separators, so that one fact does not look like two. */
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
