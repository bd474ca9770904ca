import type { RecordedCall } from '../fixture.ts'
import type { Connect, LiveCall } from './live-call.ts'
import { pathOf } from './classify-text.ts'
import { SensitiveValues } from './sensitive-values.ts'
import { timeOf } from './plan.ts'
import { RecordError } from './record-error.ts'
import { type RedactedReplay, replayRedacted } from './redacted-replay.ts'
import { Redactor } from './redactor.ts'

/** All that was recorded in one run, as it came. */
export interface Run {
  readonly connect: Connect
  readonly baseUrl: string
  readonly credentials: Readonly<Record<string, string>>
  /** Paths of body fields. */
  readonly keep: readonly string[]
  readonly participants: readonly string[]
  /** The whole conversation, read once. */
  readonly conversation: LiveCall
  /** The calls of all scenarios. */
  readonly others: readonly LiveCall[]
}

/** How a run is redacted: the same way in all its files. */
export interface Redaction {
  readonly originals: SensitiveValues
  replay(live: readonly LiveCall[]): Promise<RedactedReplay>
}

export async function createRedaction(
  run: Run,
  keep: ReadonlySet<string> = new Set(run.keep),
): Promise<Redaction> {
  const { connect, baseUrl, conversation } = run
  const originals = new SensitiveValues({ baseUrl, credentials: run.credentials, keep })
  for (const participant of run.participants) originals.add(participant, 'the arguments')
  for (const { exchanges } of [conversation, ...run.others]) {
    for (const exchange of exchanges) originals.addExchange(exchange)
  }
  const redactor = new Redactor(originals, keep, baseUrl)
  const { outcomes } = await replayRedacted(connect, [conversation], redactor, new Map())
  // A message's time is made of whatever its provider tells: the reader itself says what became of it.
  const times = new Map<string, string>()
  for (const [index, item] of conversation.outcome.items.entries()) {
    const [time, redacted] = [timeOf(item), timeOf(outcomes[0]?.items[index])]
    if (time !== null && redacted !== null) times.set(time, redacted)
  }
  return { originals, replay: (live) => replayRedacted(connect, live, redactor, times) }
}

/**
 * The calls of a scenario as its fixture has them.
 *
 * @throws {RecordError} when a reader makes something else of them, redacted.
 */
export async function redactedCalls(
  run: Run,
  redaction: Redaction,
  live: readonly LiveCall[],
): Promise<readonly RecordedCall[]> {
  const isSteady = live.every(({ outcome }) => new Set(outcome.pages.map(({ total }) => total)).size <= 1)
  if (!isSteady) {
    throw new RecordError('the total changed while pages were read: run the command again in a while.')
  }
  const { calls, difference } = await redaction.replay(live)
  if (difference === null) return calls
  const fields = await fieldsToKeep(run, live)
  const advice =
    fields.length > 0
      ? `add ${fields.map((field) => `\`${field}\``).join(', ')} to \`keep\`, if the values are harmless.`
      : 'no field to `keep` would change that, so write the fixture by hand.'
  throw new RecordError(`read from redacted answers, ${difference}: ${advice}`)
}

/** The fewest fields that, if they were kept too, would let the reader make the same of the redacted answers. */
async function fieldsToKeep(run: Run, live: readonly LiveCall[]): Promise<readonly string[]> {
  const agrees = async (fields: readonly string[]): Promise<boolean> => {
    const redaction = await createRedaction(run, new Set([...run.keep, ...fields]))
    return (await redaction.replay(live)).difference === null
  }
  let fields = longestFirst(live.flatMap(({ exchanges }) => exchanges.map(({ response }) => response.body)))
  if (!(await agrees(fields))) return []
  for (const field of fields) {
    const others = fields.filter((other) => other !== field)
    if (await agrees(others)) fields = others
  }
  return fields
}

/** The paths of all fields, those with the longest values first: these are the last that anybody wants to keep. */
function longestFirst(bodies: readonly unknown[]): readonly string[] {
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
