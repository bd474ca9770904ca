import { styleText } from 'node:util'
import stringWidth from 'string-width'
import { hasConversations, hasSummary } from './capabilities.ts'
import { conversationList, summaryOf } from './overview.ts'
import { progress } from './progress.ts'
import type { Source } from './source.ts'
import { transcript } from './transcript.ts'

// The simulator's exchanges are six messages long, so that one is seen whole.
const MESSAGES = 6
const CONVERSATIONS = 5

/** Reads what one provider has to tell, and makes lines of it. */
export async function section({ reader, participant }: Source, width: number): Promise<readonly string[]> {
  const { provider, capabilities } = reader
  const newest = capabilities.orders.includes('newest-first') ? ({ order: 'newest-first' } as const) : {}
  const messages = await reader.messages(participant, { limit: MESSAGES, ...newest }).toArray()
  progress(`${provider} … ${messages.length} messages`)
  // A chat reads downwards. Octopush documents no order; its newest are taken to come first, as in every inbox.
  const lines = [rule(`${provider} · ${participant}`, width), ...transcript(messages.toReversed(), width)]

  if (hasConversations(reader)) {
    const conversations = await reader.conversations({ limit: CONVERSATIONS }).toArray()
    progress(`${provider} … ${conversations.length} conversations`)
    lines.push('', ...conversationList(conversations, width))
  }
  if (hasSummary(reader)) {
    const summary = await reader.summary(participant)
    progress(`${provider} … summary of ${summary.messages} messages`)
    lines.push('', ...summaryOf(summary, width))
  }
  return lines
}

function rule(title: string, width: number): string {
  return styleText('bold', `━━ ${title} `) + '━'.repeat(Math.max(0, width - stringWidth(title) - 4))
}
