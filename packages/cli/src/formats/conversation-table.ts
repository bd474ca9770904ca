import type { Conversation } from '@sms/core'
import { counted } from './counted.ts'
import { day, timeOfDay } from './day-and-time.ts'
import type { Format } from './format.ts'
import { printableLine } from './printable.ts'
import type { Screen } from './screen.ts'
import { table } from './table.ts'

/** One line per conversation: name, participant, number of messages, and the time and text of the last message. */
export function conversationTable({ width, paint }: Screen): Format<Conversation> {
  // The widest cell of all rows sets the width of a column.
  const rows: (readonly string[])[] = []
  return {
    head: '',
    page(conversations) {
      for (const conversation of conversations) rows.push(row(conversation))
      return ''
    },
    tail() {
      const lines = table(rows.splice(0), width)
      const total = `${counted(lines.length, 'conversation')}. All times are UTC.`
      return [...lines, '', paint('dim', total), ''].join('\n')
    },
  }
}

function row({
  name,
  participant,
  messageCount,
  lastMessageAt,
  lastMessage,
}: Conversation): readonly string[] {
  return [
    printableLine(name ?? ''),
    printableLine(participant ?? ''),
    messageCount === null ? '' : `${messageCount} messages`,
    lastMessageAt === null ? '' : `${day(lastMessageAt)} ${timeOfDay(lastMessageAt)}`,
    printableLine(lastMessage ?? ''),
  ]
}
