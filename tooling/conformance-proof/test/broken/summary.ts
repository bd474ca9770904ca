import type { ConversationSummary } from '@sms/core'
import { type BrokenProvider, ip1 } from './broken-provider.ts'
import { withReader } from './wrap.ts'

export const brokenSummaries: Readonly<Record<string, BrokenProvider>> = {
  'SUMMARY-1': {
    bug: 'the summary counts segments as messages',
    base: ip1,
    breakFactory: withSummary((summary) => ({ ...summary, messages: summary.segments })),
  },
  'SUMMARY-2': {
    bug: '`raw` of a summary is not what the provider sent',
    base: ip1,
    breakFactory: withSummary((summary) => ({ ...summary, raw: { messages: summary.messages } })),
  },
  'SUMMARY-3': {
    bug: 'summary() ignores its options',
    base: ip1,
    breakFactory: withReader((reader) => ({
      summary: (participant: string) => reader.summary?.(participant),
    })),
  },
}

function withSummary(
  change: (summary: ConversationSummary) => ConversationSummary,
): NonNullable<BrokenProvider['breakFactory']> {
  return withReader((reader) => ({
    summary: async (...input: Parameters<NonNullable<typeof reader.summary>>) => {
      const summary = await reader.summary?.(...input)
      return summary === undefined ? undefined : change(summary)
    },
  }))
}
