import { styleText } from 'node:util'
import type { Conversation, ConversationSummary, StatusCounts } from '@sms/core'
import wrapAnsi from 'wrap-ansi'
import { minute } from './minute.ts'
import { table } from './table.ts'

/** One line a conversation: with whom, how much, when last and the beginning of what was said then. */
export function conversationList(conversations: readonly Conversation[], width: number): readonly string[] {
  const rows = conversations.map(({ name, participant, messageCount, lastMessageAt, lastMessage }) => [
    name ?? '',
    participant ?? '',
    messageCount === null ? '' : `${messageCount} messages`,
    lastMessageAt === null ? '' : minute(lastMessageAt),
    lastMessage ?? '',
  ])
  return [styleText('bold', 'Conversations'), ...table(rows, width)]
}

/** How many messages there are in all, then in each direction, by status. */
export function summaryOf(summary: ConversationSummary, width: number): readonly string[] {
  const { messages, segments, outbound, inbound } = summary
  const lines = [
    `${styleText('bold', 'Summary')} ${messages} messages in ${segments} segments`,
    `  outbound ${byStatus(outbound)}`,
    `  inbound  ${byStatus(inbound)}`,
  ]
  return wrapAnsi(lines.join('\n'), width, { hard: true, trim: false }).split('\n')
}

function byStatus(counts: StatusCounts): string {
  return Object.entries(counts)
    .map(([status, { messages }]) => `${messages} ${status}`)
    .join(', ')
}
