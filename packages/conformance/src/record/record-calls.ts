import { SmsError } from '@sms/core'
import type { ScenarioName } from '../scenario-name.ts'
import type { ProviderUnderTest } from '../provider-under-test.ts'
import { fillerId } from './filler-id.ts'
import { type Connect, type LiveCall, makeCalls, type PlannedCall } from './live-call.ts'
import { madeUpBytes } from './made-up-bytes.ts'
import { FEWEST_ITEMS, MOST_ITEMS, plan, type ProvokedScenario } from './plan.ts'
import { NotShown, RecordError } from './record-error.ts'

/** Where to record from. */
export interface Upstream {
  readonly subject: ProviderUnderTest
  readonly baseUrl: string
  /** Whose conversation is recorded. */
  readonly participant: string
  /** Someone that the account has no messages with. */
  readonly nobody: string
  /** By the names that the subject gives them. */
  readonly credentials: Readonly<Record<string, string>>
  readonly progress: (line: string) => void
}

/** What was answered, as it came. */
export interface Gathered {
  /** The whole conversation, read once. */
  readonly conversation: LiveCall
  /** The calls of each scenario. */
  readonly scenarios: ReadonlyMap<ScenarioName, readonly LiveCall[]>
  /** Why others have none. */
  readonly gaps: ReadonlyMap<ScenarioName, RecordError>
}

const MOST_EXCHANGES = 50

/** The errors that scenarios are about. */
const ERRORS: { readonly [scenario in ScenarioName]?: SmsError['code'] } = {
  unauthorized: 'authentication',
  'not-found': 'not_found',
}

/**
 * Makes the calls of scenarios.
 *
 * @throws {RecordError} when the conversation does not lend itself to them.
 */
export async function recordCalls(upstream: Upstream, names: readonly ProvokedScenario[]): Promise<Gathered> {
  const { subject, baseUrl, participant, nobody, credentials, progress } = upstream
  const connect: Connect = (client) => subject.create({ ...credentials, ...client })
  progress('reading the conversation')
  const conversation = await readAll(connect, baseUrl, { method: 'messages', participant })
  const messages = conversation.outcome.items
  if (messages.length < FEWEST_ITEMS || messages.length > MOST_ITEMS) {
    const many = messages.length > MOST_ITEMS ? `more than ${MOST_ITEMS}` : `only ${messages.length}`
    throw new RecordError(
      `the conversation has ${many} messages: choose a --participant with ${FEWEST_ITEMS} to ${MOST_ITEMS}, in both directions.`,
    )
  }

  const { capabilities } = connect({ baseUrl, fetch: globalThis.fetch })
  const scenarios = new Map<ScenarioName, readonly LiveCall[]>()
  const gaps = new Map<ScenarioName, RecordError>()
  for (const name of names) {
    progress(`${name}: asking`)
    try {
      const conversations = name === 'conversations' ? await countConversations(connect, baseUrl) : 0
      const calls = plan(name, { capabilities, participant, nobody, messages, conversations })
      const asker = name === 'unauthorized' ? stranger(upstream) : connect
      const made = await makeCalls(asker, baseUrl, calls, MOST_EXCHANGES)
      for (const { outcome } of made) expectEnd(outcome.error, ERRORS[name])
      scenarios.set(name, made)
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      gaps.set(name, error)
    }
  }
  return { conversation, scenarios, gaps }
}

/** Connects with credentials that nobody has, of the same form as the real ones. */
export function stranger({ subject, credentials }: Pick<Upstream, 'subject' | 'credentials'>): Connect {
  const madeUp = Object.entries(credentials).map(([option, value]) => [
    option,
    fillerId(value, madeUpBytes(`credential ${option}`, value.length)),
  ])
  return (client) => subject.create({ ...Object.fromEntries(madeUp), ...client })
}

async function countConversations(connect: Connect, baseUrl: string): Promise<number> {
  const { outcome } = await readAll(connect, baseUrl, { method: 'conversations' })
  const { length } = outcome.items
  if (length <= MOST_ITEMS) return length
  throw new NotShown(`the account has more than ${MOST_ITEMS} conversations.`)
}

/** A list read whole, as far as it is not too long anyway. */
async function readAll(connect: Connect, baseUrl: string, planned: PlannedCall): Promise<LiveCall> {
  const [call] = await makeCalls(
    connect,
    baseUrl,
    [{ ...planned, options: { limit: MOST_ITEMS + 1 } }],
    MOST_EXCHANGES,
  )
  if (call === undefined) throw new RecordError('nothing was read.')
  expectEnd(call.outcome.error, undefined)
  return call
}

/** @throws {RecordError} for an error that a call was not to end in. */
function expectEnd(error: unknown, expected: SmsError['code'] | undefined): void {
  if (!SmsError.is(error) || error.code === expected) return
  const end = `it ended in \`${error.code}\`. ${error.message}`
  if (error.retryable) throw new RecordError(`${end} Run the command again in a while.`)
  if (error.code === 'authentication') {
    throw new RecordError(`${end} Check the credentials in the environment.`)
  }
  throw new NotShown(end)
}
