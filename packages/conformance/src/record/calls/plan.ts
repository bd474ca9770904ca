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
  /** The number of conversations. */
  readonly conversations: number
}

// Small enough for a person to read the fixture.
const LARGEST_RECORDED_PAGE = 20

/** The largest number of items that is recorded, because no one reads a longer fixture. */
export const MOST_ITEMS = 250

/** The smallest number of items that always fills enough pages. */
export const FEWEST_ITEMS = 7

/** Scenarios that an account shows only if something goes wrong. */
type UnprovokedScenario = 'capped' | 'empty-page' | 'wrong-total' | 'rate-limited' | 'unavailable'

/** Scenarios that calls can provoke. */
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
 * Plans the calls that show a scenario.
 *
 * @throws {NotShown} If the conversation cannot show it.
 */
export function plan(scenario: ProvokedScenario, account: KnownAccount): readonly PlannedCall[] {
  const { participant, nobody, messages } = account
  const pageSize = pageSizeFor(messages.length, account.capabilities)
  const onePage = Math.min(messages.length + 1, account.capabilities.maxPageSize ?? Infinity)
  const read = (options: PlannedCall['options']): PlannedCall => ({
    method: 'messages',
    participant,
    options,
  })
  switch (scenario) {
    case 'several-pages':
      return [read({ pageSize })]
    case 'unicode':
      return [read({ pageSize: onePage })]
    case 'both-directions':
      return [
        read({ pageSize: onePage }),
        read({ pageSize: onePage, direction: 'inbound' }),
        read({ pageSize: onePage, direction: 'outbound' }),
      ]
    case 'resumed':
      // The limit ends within a page, which is the harder case for a cursor.
      return [
        read({ pageSize, limit: pageSize + Math.ceil(pageSize / 2) }),
        { ...read({ pageSize }), resume: true },
      ]
    case 'oldest-first':
    case 'newest-first':
      return [read({ pageSize, order: scenario })]
    case 'since-until':
      return [read({ pageSize, ...boundsOf(messages) })]
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
 * The largest page size that leads to at least three pages, of which the last one is not full.
 *
 * @throws {NotShown} If there is none.
 */
function pageSizeFor(items: number, { maxPageSize }: Capabilities): number {
  let size = Math.min(
    LARGEST_RECORDED_PAGE,
    maxPageSize ?? LARGEST_RECORDED_PAGE,
    Math.floor((items - 1) / 2),
  )
  while (size > 1 && items % size === 0) size -= 1
  if (size > 1) return size
  throw new NotShown(`${items} items are too few for three pages. ${FEWEST_ITEMS} are enough.`)
}

/**
 * Times that exclude the first quarter of a conversation, in the order of the walk, and its last message. So a walk that
 * stops early requests only pages that it needs.
 */
function boundsOf(messages: readonly Item[]): { readonly since: string; readonly until: string } {
  const times = messages.map(timeOf)
  const [one, other] = [times[Math.floor(messages.length / 4)], times[messages.length - 2]]
  if (typeof one !== 'string' || typeof other !== 'string') {
    throw new NotShown('some messages of the conversation have no time: choose another --participant.')
  }
  return one < other ? { since: one, until: other } : { since: other, until: one }
}

/** The time of a message as ISO 8601. */
export function timeOf(item: Item | undefined): string | null {
  return item !== undefined && 'timestamp' in item ? (item.timestamp?.toISOString() ?? null) : null
}
