import { SmsError } from '@sms/core'
import type { ScenarioName } from '../../fixture/scenario-name.ts'
import { connect, type ProviderAccount, withMadeUpCredentials } from '../account.ts'
import { NotShown, RecordError } from '../record-error.ts'
import { type LiveCall, makeCalls, type PlannedCall } from './live-call.ts'
import { FEWEST_ITEMS, type KnownAccount, MOST_ITEMS, plan, type ProvokedScenario } from './plan.ts'

/** An account, and the participants to record it with. */
export interface RecordedAccount extends ProviderAccount {
  /** The participant whose conversation is recorded. */
  readonly participant: string
  /** A participant without messages. */
  readonly nobody: string
}

/** The calls of all scenarios, as they were made. */
export interface RecordedCalls {
  /** The whole conversation, read once. */
  readonly conversation: LiveCall
  /** The calls of each scenario. */
  readonly scenarios: ReadonlyMap<ScenarioName, readonly LiveCall[]>
  /** Why the other scenarios have no calls. */
  readonly gaps: ReadonlyMap<ScenarioName, RecordError>
}

const MOST_EXCHANGES = 50

/** The errors that scenarios are about. */
const EXPECTED_ERRORS: { readonly [scenario in ScenarioName]?: SmsError['code'] } = {
  unauthorized: 'authentication',
  'not-found': 'not_found',
}

/**
 * Makes the calls of scenarios.
 *
 * @param report Receives one line about each step.
 * @throws {RecordError} If the conversation does not suit the scenarios.
 */
export async function recordCalls(
  account: RecordedAccount,
  names: readonly ProvokedScenario[],
  report: (line: string) => void,
): Promise<RecordedCalls> {
  const { participant, nobody } = account
  report('reading the conversation')
  const conversation = await readAll(account, { method: 'messages', participant })
  const messages = conversation.outcome.items
  checkLength(messages.length)

  const { capabilities } = connect(account, { baseUrl: account.baseUrl, fetch: globalThis.fetch })
  const known = { capabilities, participant, nobody, messages }
  const scenarios = new Map<ScenarioName, readonly LiveCall[]>()
  const gaps = new Map<ScenarioName, RecordError>()
  for (const name of names) {
    report(`${name}: reading`)
    try {
      scenarios.set(name, await recordScenario(name, account, known))
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      gaps.set(name, error)
    }
  }
  return { conversation, scenarios, gaps }
}

async function recordScenario(
  name: ProvokedScenario,
  account: RecordedAccount,
  known: Omit<KnownAccount, 'conversations'>,
): Promise<readonly LiveCall[]> {
  const conversations = name === 'conversations' ? await countConversations(account) : 0
  const calls = plan(name, { ...known, conversations })
  const caller = name === 'unauthorized' ? withMadeUpCredentials(account) : account
  const made = await makeCalls(caller, calls, MOST_EXCHANGES)
  for (const { outcome } of made) checkError(outcome.error, EXPECTED_ERRORS[name])
  return made
}

async function countConversations(account: ProviderAccount): Promise<number> {
  const { outcome } = await readAll(account, { method: 'conversations' })
  const { length } = outcome.items
  if (length <= MOST_ITEMS) return length
  throw new NotShown(`the account has more than ${MOST_ITEMS} conversations.`)
}

/** Reads a whole list, or one item more than a recording may have. */
async function readAll(account: ProviderAccount, planned: PlannedCall): Promise<LiveCall> {
  const limited = { ...planned, options: { limit: MOST_ITEMS + 1 } }
  const [call] = await makeCalls(account, [limited], MOST_EXCHANGES)
  if (call === undefined) throw new RecordError('nothing was read.')
  checkError(call.outcome.error, undefined)
  return call
}

/** @throws {RecordError} If a conversation is too short or too long. */
function checkLength(messages: number): void {
  if (messages >= FEWEST_ITEMS && messages <= MOST_ITEMS) return
  const many = messages > MOST_ITEMS ? `more than ${MOST_ITEMS}` : `only ${messages}`
  throw new RecordError(
    `the conversation has ${many} messages: choose a --participant with ${FEWEST_ITEMS} to ${MOST_ITEMS}, in both directions.`,
  )
}

/** @throws {RecordError} If a call ended in another error than the expected one. */
function checkError(error: unknown, expected: SmsError['code'] | undefined): void {
  if (!SmsError.is(error) || error.code === expected) return
  const end = `it ended in \`${error.code}\`. ${error.message}`
  if (error.retryable) throw new RecordError(`${end} Run the command again in a while.`)
  if (error.code === 'authentication') {
    throw new RecordError(`${end} Check the credentials in the environment.`)
  }
  throw new NotShown(end)
}
