import type { Capabilities } from '@sms/core'
import type { Item } from '../../provider-under-test/make-call.ts'
import type { ScenarioName } from '../../fixture/scenario-name.ts'
import type { PlannedCall } from './live-call.ts'
import { NotShown } from '../record-error.ts'

/** What is known about an account before its scenarios are recorded. */
export interface KnownAccount {
  readonly capabilities: Capabilities
  readonly participant: string
  readonly nobody: string
  /** The whole conversation with the participant. */
  readonly messages: readonly Item[]
  /** How many conversations there are. */
  readonly conversations: number
}

// Small enough that a fixture can be read by a person.
const LARGEST_RECORDED_PAGE = 20

/** The most items that are read: nobody reads a fixture of more. */
export const MOST_ITEMS = 250

/** The fewest items of which there are always pages enough. */
export const FEWEST_ITEMS = 7

/** What an account shows only when something goes wrong. */
type UnprovokedScenario = 'capped' | 'empty-page' | 'wrong-total' | 'rate-limited' | 'unavailable'

/** What calls can be made for. */
export type ProvokedScenario = Exclude<ScenarioName, UnprovokedScenario>

export function isProvoked(scenario: ScenarioName): scenario is ProvokedScenario {
  return !UNPROVOKED.some((name) => name === scenario)
}

const UNPROVOKED: readonly UnprovokedScenario[] = [
  'capped',
  'empty-page',
  'wrong-total',
  'rate-limited',
  'unavailable',
]

/**
 * The calls that show a scenario.
 *
 * @throws {NotShown} when the conversation has nothing to show it with.
 */
export function plan(scenario: ProvokedScenario, account: KnownAccount): readonly PlannedCall[] {
  const { participant, nobody, messages } = account
  const pageSize = pageSizeFor(messages.length, account.capabilities)
  const onePage = Math.min(messages.length + 1, account.capabilities.maxPageSize ?? Infinity)
  const ask = (options: PlannedCall['options']): PlannedCall => ({ method: 'messages', participant, options })
  switch (scenario) {
    case 'several-pages':
      return [ask({ pageSize })]
    case 'unicode':
      return [ask({ pageSize: onePage })]
    case 'both-directions':
      return [
        ask({ pageSize: onePage }),
        ask({ pageSize: onePage, direction: 'inbound' }),
        ask({ pageSize: onePage, direction: 'outbound' }),
      ]
    case 'resumed':
      // Within a page, where a cursor is put to the test.
      return [
        ask({ pageSize, limit: pageSize + Math.ceil(pageSize / 2) }),
        { ...ask({ pageSize }), resume: true },
      ]
    case 'oldest-first':
    case 'newest-first':
      return [ask({ pageSize, order: scenario })]
    case 'since-until':
      return [ask({ pageSize, ...boundsOf(messages) })]
    case 'conversations':
      return [
        {
          method: 'conversations',
          options: { pageSize: pageSizeFor(account.conversations, account.capabilities) },
        },
      ]
    case 'summary':
      return [{ method: 'summary', participant }]
    case 'unauthorized':
      return [{ method: 'messages', participant }]
    case 'empty':
    case 'not-found':
      return [{ method: 'messages', participant: nobody }]
  }
}

/**
 * The largest size of which there are three pages at least, the last of them short.
 *
 * @throws {NotShown} when there is none.
 */
function pageSizeFor(items: number, { maxPageSize }: Capabilities): number {
  let size = Math.min(
    LARGEST_RECORDED_PAGE,
    maxPageSize ?? LARGEST_RECORDED_PAGE,
    Math.floor((items - 1) / 2),
  )
  while (size > 1 && items % size === 0) size -= 1
  if (size > 1) return size
  throw new NotShown(`${items} items are too few for three pages: ${FEWEST_ITEMS} are enough.`)
}

/**
 * Times that leave out the first quarter of a conversation, in the order it is read, and its last message: a walk that
 * stops there has asked for nothing that it does not read.
 */
function boundsOf(messages: readonly Item[]): { readonly since: string; readonly until: string } {
  const times = messages.map(timeOf)
  const [one, other] = [times[Math.floor(messages.length / 4)], times[messages.length - 2]]
  if (typeof one !== 'string' || typeof other !== 'string') {
    throw new NotShown('messages of the conversation have no time: another --participant may do.')
  }
  return one < other ? { since: one, until: other } : { since: other, until: one }
}

/** When a message was sent, as ISO 8601. */
export function timeOf(item: Item | undefined): string | null {
  return item !== undefined && 'timestamp' in item ? (item.timestamp?.toISOString() ?? null) : null
}
