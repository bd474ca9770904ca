import { type Attachment, type Conversation, type Message, type Price } from '@sms/core'
import { stringify } from 'csv-stringify/sync'
import { cellText } from './cell-text.ts'
import type { Format } from './format.ts'

type Cell = string | number | Date | null

/** The columns of a table, by heading. */
export type Columns<T> = Readonly<Record<string, (item: T) => Cell>>

/** How a table is written. */
export interface CsvOptions {
  /** Adds a first column with the participant. */
  readonly isOfMany?: boolean
  /** Begins the file with a byte-order mark, by which Excel recognises UTF-8. */
  readonly bom?: boolean | undefined
}

/** Comma-separated values (RFC 4180) with a row of headings. */
export function csv<T>(columns: Columns<T>, { isOfMany = false, bom = false }: CsvOptions): Format<T> {
  const headings = [...(isOfMany ? ['participant'] : []), ...Object.keys(columns)]
  return {
    head: `${bom ? '\uFEFF' : ''}${rows([headings])}`,
    page: (items, participant) => {
      const who = participant === null ? [] : [participant]
      return rows(items.map((item) => [...who, ...Object.values(columns).map((cell) => cell(item))]))
    },
    tail: () => '',
  }
}

function rows(cells: readonly (readonly Cell[])[]): string {
  return stringify([...cells], {
    cast: {
      string: cellText,
      date: (date) => date.toISOString(),
    },
    // Some readers end a row at a lone carriage return.
    quoted_match: /\r/,
  })
}

export const messageColumns: Columns<Message> = {
  provider: ({ provider }) => provider,
  id: ({ id }) => id,
  key: ({ key }) => key,
  direction: ({ direction }) => direction,
  channel: ({ channel }) => channel,
  from: ({ from }) => from,
  to: ({ to }) => to,
  text: ({ text }) => text,
  attachments: ({ attachments }) => urls(attachments),
  timestamp: ({ timestamp }) => timestamp,
  status: ({ status }) => status,
  segments: ({ segments }) => segments,
  price: ({ price }) => field(price, 'amount'),
  currency: ({ price }) => field(price, 'currency'),
}

export const conversationColumns: Columns<Conversation> = {
  provider: ({ provider }) => provider,
  id: ({ id }) => id,
  participant: ({ participant }) => participant,
  name: ({ name }) => name,
  channel: ({ channel }) => channel,
  from: ({ from }) => from,
  firstMessageAt: ({ firstMessageAt }) => firstMessageAt,
  lastMessageAt: ({ lastMessageAt }) => lastMessageAt,
  lastMessage: ({ lastMessage }) => lastMessage,
  messageCount: ({ messageCount }) => messageCount,
}

function urls(attachments: readonly Attachment[]): string {
  return attachments.map(({ url }) => url).join(' ')
}

function field<Name extends keyof Price>(price: Price | null, name: Name): Price[Name] | null {
  return price === null ? null : price[name]
}
