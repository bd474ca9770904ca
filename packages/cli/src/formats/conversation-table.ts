import type { ArchivedConversation } from '@sms/archive'
import type { Conversation } from '@sms/core'
import { counted } from './counted.ts'
import { day, timeOfDay } from './day-and-time.ts'
import type { Format } from './format.ts'
import { printableLine } from './printable.ts'
import type { Screen } from './screen.ts'
import { table } from './table.ts'

/** One line per conversation. */
export function conversationTable<T>(
  { width, paint }: Screen,
  cells: (conversation: T) => readonly string[],
): Format<T> {
  // The widest cell of all rows sets the width of a column.
  const rows: (readonly string[])[] = []
  return {
    head: '',
    page(conversations) {
      for (const conversation of conversations) rows.push(cells(conversation))
      return ''
    },
    tail() {
      const lines = table(rows.splice(0), width)
      const total = `${counted(lines.length, 'conversation')}. All times are UTC.`
      return [...lines, '', paint('dim', total), ''].join('\n')
    },
  }
}

/** The cells of a conversation as a provider lists it. */
export function conversationCells(conversation: Conversation): readonly string[] {
  const { name, participant, messageCount, lastMessageAt, lastMessage } = conversation
  return [
    printableLine(name ?? ''),
    printableLine(participant ?? ''),
    messageCount === null ? '' : counted(messageCount, 'message'),
    dayAndTime(lastMessageAt),
    printableLine(lastMessage ?? ''),
  ]
}

/** The cells of a conversation as the archive stores it. The longest are last, since a line is cut. */
export function archivedConversationCells(conversation: ArchivedConversation): readonly string[] {
  const { participant, provider, account, messages, lastMessageAt, complete, name, lastMessage } =
    conversation
  return [
    printableLine(participant),
    printableLine(account === 'default' ? provider : `${provider} (${account})`),
    counted(messages, 'message'),
    dayAndTime(lastMessageAt),
    complete ? '' : 'not complete',
    printableLine(name ?? ''),
    printableLine(lastMessage ?? ''),
  ]
}

function dayAndTime(time: Date | null): string {
  return time === null ? '' : `${day(time)} ${timeOfDay(time)}`
}
