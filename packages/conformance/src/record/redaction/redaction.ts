import type { RecordedCall } from '../../fixture/fixture.ts'
import { madeUpOptions, type ProviderAccount } from '../account.ts'
import type { LiveCall } from '../calls/live-call.ts'
import { timeOf } from '../calls/plan.ts'
import { RecordError } from '../record-error.ts'
import { pathOf } from '../text/classify-text.ts'
import { SensitiveValues } from '../values/sensitive-values.ts'
import { replayRedacted } from './redacted-replay.ts'
import { Redactor } from './redactor.ts'

/** Everything that one run recorded, as it came. */
export interface RecordingRun {
  /** The account that was recorded. */
  readonly account: ProviderAccount
  /** An account that does not exist, which redacted responses are read with. */
  readonly stranger: ProviderAccount
  /** Paths of body fields whose values are not redacted. */
  readonly keep: readonly string[]
  readonly participants: readonly string[]
  /** The whole conversation, read once. */
  readonly conversation: LiveCall
  /** The calls of all scenarios. */
  readonly others: readonly LiveCall[]
}

/** The redaction of a run. It is the same in all its files. */
export interface Redaction {
  readonly originals: SensitiveValues
  readonly redactor: Redactor
  /** Redacted times of messages by original ones. */
  readonly times: ReadonlyMap<string, string>
}

export async function createRedaction(
  run: RecordingRun,
  keep: ReadonlySet<string> = new Set(run.keep),
): Promise<Redaction> {
  const { account, stranger, conversation } = run
  const { baseUrl } = account
  const credentials = { ...account.credentials, ...account.options }
  const originals = new SensitiveValues({ baseUrl, credentials, keep })
  for (const participant of run.participants) originals.add(participant, 'the arguments')
  for (const { exchanges } of [conversation, ...run.others]) {
    for (const exchange of exchanges) originals.addExchange(exchange)
  }
  const redactor = new Redactor(originals, keep, baseUrl, madeUpOptions(account))
  const { outcomes } = await replayRedacted(stranger, [conversation], redactor, new Map())
  // Only the reader knows which fields a message's time is made of, so its redacted times come from a reading.
  const times = new Map<string, string>()
  for (const [index, item] of conversation.outcome.items.entries()) {
    const [time, redacted] = [timeOf(item), timeOf(outcomes[0]?.items[index])]
    if (time !== null && redacted !== null) times.set(time, redacted)
  }
  return { originals, redactor, times }
}

/**
 * Redacts the calls of a scenario.
 *
 * @throws {RecordError} If a reader returns anything else from the redacted responses.
 */
export async function redactedCalls(
  run: RecordingRun,
  { redactor, times }: Redaction,
  live: readonly LiveCall[],
): Promise<readonly RecordedCall[]> {
  const isSteady = live.every(({ outcome }) => new Set(outcome.pages.map(({ total }) => total)).size <= 1)
  if (!isSteady) {
    throw new RecordError('the total changed while pages were read: run the command again in a while.')
  }
  const { calls, difference } = await replayRedacted(run.stranger, live, redactor, times)
  if (difference === null) return calls
  const fields = await fieldsToKeep(run, live)
  const advice =
    fields.length > 0
      ? `add ${fields.map((field) => `\`${field}\``).join(', ')} to \`keep\` if the values are harmless.`
      : 'keeping more fields would not help, so write the fixture by hand.'
  throw new RecordError(`read from redacted responses, ${difference}: ${advice}`)
}

/** The fewest fields that must be kept too so that the reader returns the same from the redacted responses. */
async function fieldsToKeep(run: RecordingRun, live: readonly LiveCall[]): Promise<readonly string[]> {
  let fields = fieldsOf(live)
  if (!(await isSameWith(fields, run, live))) return []
  for (const field of fields) {
    const others = fields.filter((other) => other !== field)
    if (await isSameWith(others, run, live)) fields = others
  }
  return fields
}

/** Whether the reader returns the same if these fields are kept too. */
async function isSameWith(
  fields: readonly string[],
  run: RecordingRun,
  live: readonly LiveCall[],
): Promise<boolean> {
  const { redactor, times } = await createRedaction(run, new Set([...run.keep, ...fields]))
  const { difference } = await replayRedacted(run.stranger, live, redactor, times)
  return difference === null
}

/** The paths of all fields, sorted by their longest value. Fields with long values should be kept last. */
export function fieldsOf(live: readonly LiveCall[]): readonly string[] {
  const bodies = live.flatMap(({ exchanges }) => exchanges.map(({ response }) => response.body))
  const longest = new Map<string, number>()
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        visit(inner, Array.isArray(value) ? path : pathOf(path, key))
      }
    } else {
      longest.set(path, Math.max(longest.get(path) ?? 0, String(value).length))
    }
  }
  for (const body of bodies) visit(body, '')
  return [...longest].toSorted(([, one], [, other]) => other - one).map(([path]) => path)
}
