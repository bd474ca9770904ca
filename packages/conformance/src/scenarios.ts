import type { Capabilities } from '@sms/core'
import type { Fixture, RecordedCall } from './fixture.ts'
import type { ScenarioName } from './scenario-name.ts'

/** What is asked of a scenario's fixture. */
export interface Scenario {
  /** What its fixture shows, as a sentence that completes "a fixture that shows …". */
  readonly shows: string
  /** Whether the scenario is about a provider with these capabilities. */
  readonly concerns: (capabilities: Capabilities) => boolean
  /** Whether there are APIs that cannot show it; then a fixture may say why instead. */
  readonly mayBeAbsent: boolean
  /** Whether a fixture shows it. */
  readonly isShown: (fixture: Fixture) => boolean
}

const everyProvider = (): boolean => true

/** Every scenario that a provider's fixtures have to show, as far as its capabilities go. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  'several-pages': {
    shows: 'a conversation of at least three pages, the last of them shorter than `pageSize`',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => hasShortLastPage(first, 'messages'),
  },
  empty: {
    shows: 'a participant without messages',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => first?.method === 'messages' && itemsOf(first).length === 0,
  },
  'both-directions': {
    shows: 'a conversation in both directions, then only `inbound`, then only `outbound`',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [both, inbound, outbound] }) =>
      new Set(itemsOf(both).map(({ direction }) => direction)).size === 2 &&
      inbound?.options?.direction === 'inbound' &&
      outbound?.options?.direction === 'outbound',
  },
  unicode: {
    shows: 'a text beyond the GSM 7-bit alphabet, long enough for several segments',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) =>
      itemsOf(first).some(({ text }) => typeof text === 'string' && isBeyondGsm(text) && text.length > 70),
  },
  resumed: {
    shows: 'a walk cut by `limit`, then one that goes on from its cursor to the end',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [cut, rest] }) =>
      cut?.options?.limit !== undefined &&
      cut.options.limit === itemsOf(cut).length &&
      rest?.resume === true &&
      itemsOf(rest).length > 0,
  },
  capped: {
    shows: 'a server that gives smaller pages than it is asked for, without saying so',
    concerns: everyProvider,
    mayBeAbsent: true,
    isShown: ({ calls: [first] }) => itemsOf(first).length > 0 && (first?.exchanges.length ?? 0) > 1,
  },
  'empty-page': {
    shows: 'an empty page with more to come after it',
    concerns: everyProvider,
    mayBeAbsent: true,
    isShown: ({ calls: [first] }) => itemsOf(first).length > 0 && (first?.exchanges.length ?? 0) > 2,
  },
  'wrong-total': {
    shows: 'pages whose total is negative, a text or missing',
    concerns: ({ total }) => total,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => itemsOf(first).length > 0,
  },
  'oldest-first': {
    shows: 'a conversation read with `order: "oldest-first"`',
    concerns: ({ orders }) => orders.includes('oldest-first'),
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => first?.options?.order === 'oldest-first' && itemsOf(first).length > 1,
  },
  'newest-first': {
    shows: 'a conversation read with `order: "newest-first"`',
    concerns: ({ orders }) => orders.includes('newest-first'),
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => first?.options?.order === 'newest-first' && itemsOf(first).length > 1,
  },
  'since-until': {
    shows: 'a conversation of which only the messages between `since` and `until` are read',
    concerns: ({ timestamps }) => timestamps,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) =>
      first?.options?.since !== undefined && first.options.until !== undefined && itemsOf(first).length > 0,
  },
  conversations: {
    shows: 'the list of conversations, of at least three pages',
    concerns: ({ conversations }) => conversations,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => hasShortLastPage(first, 'conversations'),
  },
  summary: {
    shows: 'the summary of a conversation in both directions',
    concerns: ({ summary }) => summary,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => first?.outcome.summary !== undefined,
  },
  unauthorized: {
    shows: 'credentials that the provider does not know: `authentication`',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) => first?.outcome.error?.code === 'authentication',
  },
  'not-found': {
    shows: 'a participant that the provider does not know: `not_found`',
    concerns: everyProvider,
    mayBeAbsent: true,
    isShown: ({ calls: [first] }) => first?.outcome.error?.code === 'not_found',
  },
  'rate-limited': {
    shows: 'a request answered with 429 and `Retry-After`, and answered well when it comes again',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) =>
      first?.exchanges[0]?.response.status === 429 &&
      'retry-after' in first.exchanges[0].response.headers &&
      first.outcome.error === undefined,
  },
  unavailable: {
    shows: 'a request answered with what tells of an outage, and answered well when it comes again',
    concerns: everyProvider,
    mayBeAbsent: false,
    isShown: ({ calls: [first] }) =>
      (first?.exchanges[0]?.response.status ?? 0) >= 400 && first?.outcome.error === undefined,
  },
}

type Item = Readonly<Record<string, unknown>>

function itemsOf(call: RecordedCall | undefined): readonly Item[] {
  return call?.outcome.items ?? []
}

/** Whether a call's pages are three at least, and hold fewer items together than as many full ones would. */
function hasShortLastPage(call: RecordedCall | undefined, method: RecordedCall['method']): boolean {
  const pageSize = call?.options?.pageSize ?? Infinity
  const items = itemsOf(call).length
  return call?.method === method && items > 2 * pageSize && items % pageSize > 0
}

// Beyond Latin and Greek, from which GSM 03.38 takes its letters; the euro sign is in its extension.
function isBeyondGsm(text: string): boolean {
  return /[^\0-\u03ff€]/u.test(text)
}
