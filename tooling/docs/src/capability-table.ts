import type { Capabilities, MessageOrder } from '@sms/core'
import { markdownTable } from 'markdown-table'

/** A provider, and what its readers can do. */
interface Column {
  readonly provider: string
  readonly capabilities: Capabilities
}

/** What the readers of some providers can do: a column for each provider. */
export function capabilityTable(providers: readonly Column[]): string {
  const columns = providers.map(({ capabilities }) => cells(capabilities))
  const rows = FACTS.map((fact, at) => [fact, ...columns.map((column) => column[at])])
  return markdownTable([['', ...providers.map(({ provider }) => provider)], ...rows])
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
