import type { Capabilities, MessageOrder, MessageReader } from '@sms/core'
import { markdownTable } from 'markdown-table'

/** What some readers can do, by their own `capabilities`: a column each. */
export function capabilityTable(readers: readonly MessageReader[]): string {
  const columns = readers.map(({ capabilities }) => cells(capabilities))
  const rows = FACTS.map((fact, at) => [fact, ...columns.map((column) => column[at])])
  return markdownTable([['', ...readers.map(({ provider }) => provider)], ...rows])
}

const FACTS = [
  '`messages()`',
  '`conversations()`',
  '`summary()`',
  'order',
  'times, `since`, `until`',
  'total on pages',
  '`pageSize`: default',
  '`pageSize`: largest documented',
]

function cells(capabilities: Capabilities): readonly string[] {
  const { conversations, summary, timestamps, total, defaultPageSize, maxPageSize } = capabilities
  return [
    'yes',
    yesNo(conversations),
    yesNo(summary),
    ordersOf(capabilities),
    yesNo(timestamps),
    yesNo(total),
    `${defaultPageSize}`,
    `${maxPageSize ?? 'none'}`,
  ]
}

function ordersOf({ order, orders }: Capabilities): string {
  if (order === 'unspecified') return 'not documented'
  return [order, ...orders.filter((other) => other !== order)].map((each) => ORDERS[each]).join(', or ')
}

const ORDERS: Readonly<Record<MessageOrder, string>> = {
  'newest-first': 'newest first',
  'oldest-first': 'oldest first',
}

function yesNo(can: boolean): string {
  return can ? 'yes' : 'no'
}
