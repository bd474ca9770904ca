import { type Paginated, SmsError } from '@sms/core'
import {
  paginate,
  type TokenList,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
  walkTokens,
} from '@sms/core/provider'
import { ContradictingServer, type ServerSetting } from './contradicting-server.ts'
import type { ModelItem } from './model-item.ts'
import { random } from './random.ts'

/** One walk over a list that contradicts itself. */
export interface WalkSetting extends ServerSetting {
  readonly pageSize: number
  readonly concurrency: number
}

/** A promise that a walk broke, and the messages concerned. */
export interface Violation {
  readonly promise:
    | 'nothing twice'
    | 'everything received'
    | 'everything in the list'
    | 'the key of its id'
    | 'few requests'
    | 'null at the end'
  readonly detail: string
}

/** A message as the walk yields it. */
interface KeyedItem extends ModelItem {
  readonly key: string
}

/** What a walk yielded, or one part of it. */
interface Part {
  readonly items: KeyedItem[]
  /** Whether it reached the end of the list. */
  isWhole: boolean
  cursor: string | null | undefined
  /** The number of exchanges before the part. */
  readonly firstExchange: number
}

export interface WalkResult {
  readonly server: ContradictingServer
  readonly before: readonly ModelItem[]
  readonly parts: readonly Part[]
  /** Whether it ended in `pagination`. */
  readonly hasFailed: boolean
}

const WALKS = { counted: walkCountedPages, numbered: walkNumberedPages, offsets: walkOffsets }

// The longest overlap by which a walk joins offsets without ids.
const LONGEST_OVERLAP = 8

// The number of messages that a cursor names.
const NAMED_BY_CURSOR = 16

// A walk fails after a hundred responses without a new item, and proves each by two more.
const MOST_SEARCHED = 300

// The largest number of ids that a list repeats.
const MOST_REPEATED_IDS = 5

// After this many parts, the last part reads to the end.
const MOST_STOPS = 12

function read(
  server: ContradictingServer,
  setting: WalkSetting,
  cursor?: string,
  limit = Infinity,
): Paginated<KeyedItem> {
  const { style, pageSize, concurrency } = setting
  const source = {
    provider: 'model',
    cursorScope: ['model'],
    settings: { limit, pageSize, concurrency, cursor, signal: undefined },
    normalize: (item: ModelItem, key: string) => ({ ...item, key }),
  }
  if (style !== 'places' && style !== 'disguised') {
    return paginate<ModelItem, KeyedItem>({ ...source, walk: WALKS[style], list: () => server.list })
  }
  return paginate<ModelItem, KeyedItem, TokenList<ModelItem>>({
    ...source,
    walk: walkTokens,
    list: () => server.tokenList,
  })
}

/** Reads a list from its beginning to its end. */
export function walkWhole(setting: WalkSetting): Promise<WalkResult> {
  return run(setting, async (server, parts) => {
    await readPart(read(server, setting), server, parts, () => false)
  })
}

/** Reads a list in parts, each with another page size, limit and concurrency. */
export function walkInParts(setting: WalkSetting): Promise<WalkResult> {
  const chance = random(setting.seed + 3)
  const upTo = (most: number): number => Math.ceil(chance() * most)
  return run(setting, async (server, parts) => {
    let cursor: string | null | undefined
    while (cursor !== null) {
      const isLast = parts.length === MOST_STOPS
      const limit = !isLast && chance() < 0.5 ? upTo(60) : undefined
      const varied = { ...setting, pageSize: upTo(50), concurrency: upTo(16) }
      const reading = read(server, varied, cursor, limit)
      cursor = await readPart(reading, server, parts, () => !isLast && chance() < 0.3)
    }
  })
}

async function run(
  setting: WalkSetting,
  readAll: (server: ContradictingServer, parts: Part[]) => Promise<void>,
): Promise<WalkResult> {
  const server = new ContradictingServer(setting)
  const before = server.items
  const parts: Part[] = []
  const reading = readAll(server, parts)
  await server.serve(reading)
  try {
    await reading
  } catch (error) {
    if (!SmsError.is(error, 'pagination')) throw error
    return { server, before, parts, hasFailed: true }
  }
  return { server, before, parts, hasFailed: false }
}

async function readPart(
  reading: Paginated<KeyedItem>,
  server: ContradictingServer,
  parts: Part[],
  stops: () => boolean,
): Promise<string | null | undefined> {
  const part: Part = { items: [], isWhole: true, cursor: undefined, firstExchange: server.exchanges.length }
  parts.push(part)
  for await (const page of reading.pages()) {
    part.items.push(...page.items)
    part.cursor = page.cursor
    if (!stops()) continue
    part.isWhole = false
    return part.cursor
  }
  // A limit that cuts a walk leaves a cursor.
  part.isWhole = part.cursor === null
  return part.cursor
}

/** The ids of messages that were yielded with the key of another one. */
function wrongKeysIn(parts: readonly Part[]): readonly (string | null)[] {
  const items = parts.flatMap((part) => part.items)
  return items.filter(({ id, key }) => id !== null && key !== `model:${id}`).map(({ id }) => id)
}

/** The name of a message in a violation. */
const label = ({ id, text }: ModelItem): string => id ?? text

/** The promises of the contract that a walk broke. */
export function violationsOf(result: WalkResult, setting: WalkSetting): Violation[] {
  const { server, before, parts, hasFailed } = result
  const yielded = new Set(parts.flatMap(({ items }) => items.map(label)))
  const missing = (items: readonly ModelItem[]): string[] => [
    ...new Set(items.map(label).filter((name) => !yielded.has(name))),
  ]
  const original = new Set(before.map(label))
  const received = receivedByLastPart(result).filter((item) => original.has(label(item)))
  const bound = mostRequests(setting, parts.length)
  const isOpen = !hasFailed && parts.at(-1)?.cursor !== null
  const violations: readonly Violation[] = [
    { promise: 'nothing twice', detail: repeatedIn(parts).join(' ') },
    { promise: 'everything received', detail: missing(received).join(' ') },
    { promise: 'everything in the list', detail: hasFailed ? '' : missing(before).join(' ') },
    { promise: 'the key of its id', detail: wrongKeysIn(parts).join(' ') },
    {
      promise: 'few requests',
      detail: server.requestCount > bound ? `${server.requestCount} > ${bound}` : '',
    },
    { promise: 'null at the end', detail: isOpen ? 'not null' : '' },
  ]
  return violations.filter(({ detail }) => detail !== '')
}

/** The messages that a part yields twice, or yields although the cursor before it names them. */
function repeatedIn(parts: readonly Part[]): string[] {
  const repeated: string[] = []
  let namedByCursor: string[] = []
  for (const { items } of parts) {
    const seen = new Set(namedByCursor)
    for (const name of items.map(label)) {
      if (seen.has(name)) repeated.push(name)
      seen.add(name)
    }
    namedByCursor = [...namedByCursor, ...items.map(label)].slice(-NAMED_BY_CURSOR)
  }
  return repeated
}

/**
 * The items in the responses of the last part, if it reached the end of the list. A resumed part knows only the items
 * that its cursor names, so items before those may have been yielded by an earlier part and do not count.
 */
function receivedByLastPart({ server, parts, hasFailed }: WalkResult): ModelItem[] {
  const last = parts.at(-1)
  if (last === undefined || !(last.isWhole || hasFailed)) return []
  const responses = server.exchanges.slice(last.firstExchange)
  if (parts.length === 1) return responses.flatMap(({ items }) => items)
  const earlier = parts.slice(0, -1).flatMap(({ items }) => items.map(label))
  const known = new Set([...earlier.slice(-NAMED_BY_CURSOR), ...last.items.map(label)])
  return responses.flatMap(({ items }) =>
    items.slice(items.findIndex((item) => known.has(label(item))) >>> 0),
  )
}

/** Three readings of the list, and for each part and each change the prefetched pages and one search. */
function mostRequests(setting: WalkSetting, parts: number): number {
  const { length, style, contradictions, changes, concurrency } = setting
  const caps = [setting.pageSize, setting.cap, ...(capChanges(setting) ? [setting.laterCap] : [])]
  const size = contradictions.includes('one-item-per-request') || parts > 1 ? 1 : Math.min(...caps)
  const overlap = style === 'offsets' ? (setting.ids === 'none' ? LONGEST_OVERLAP : 1) : 0
  const reading = Math.ceil(length / Math.max(1, size - overlap)) * (size - overlap < 1 ? 2 : 1)
  const hasTwo = contradictions.length > 1
  // If two servers respond in turn, the walk searches for most pages again.
  const readings = contradictions.includes('lagging-replica') ? (hasTwo ? 24 : 15) : 3
  const events =
    contradictions.length * ((contradictions.includes('ids-twice') ? MOST_REPEATED_IDS : changes) + 1) + parts
  return readings * reading + events * (2 * concurrency + 8) + (hasTwo ? MOST_SEARCHED : 60)
}

function capChanges({ contradictions }: WalkSetting): boolean {
  return contradictions.includes('cap-shrinks') || contradictions.includes('cap-grows')
}
