import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Absence, Fixture, Source } from '../fixture.ts'
import { type ScenarioName, scenarioNames } from '../scenario-name.ts'
import { scenarios } from '../scenarios.ts'
import { recordCalls, stranger, type Upstream } from './record-calls.ts'
import { checkRedacted } from './check-redacted.ts'
import type { LiveCall } from './live-call.ts'
import { isProvoked } from './plan.ts'
import { NotShown, RecordError } from './record-error.ts'
import { createRedaction, redactedCalls, type Redaction, type Run } from './redaction.ts'
import { writeWhole } from './write-whole.ts'

/** What is recorded, and how. */
export interface RecordOptions extends Upstream {
  /** Paths of body fields whose values may be written down as they are. */
  readonly keep: readonly string[]
  /** Whether fixtures that exist are recorded again. */
  readonly overwrite: boolean
}

/** What became of the scenarios that had no fixture. */
export interface Recording {
  readonly written: readonly ScenarioName[]
  /** Why others still have none, and what to do. */
  readonly gaps: ReadonlyMap<ScenarioName, RecordError>
}

/**
 * Records the fixtures of a provider from an account. Nothing is written before it is redacted.
 *
 * @throws {RecordError} when the account does not lend itself to that.
 */
export async function record(options: RecordOptions): Promise<Recording> {
  const { subject, baseUrl, credentials, keep, participant, nobody, overwrite, progress } = options
  const { capabilities } = subject.create({ ...credentials, baseUrl })
  const due = scenarioNames.filter(
    (name) => scenarios[name].concerns(capabilities) && (overwrite || !existsSync(fileOf(name, options))),
  )
  const provoked = due.filter(isProvoked)
  const unprovoked = new NotShown('no account shows it on demand.')
  const gaps = new Map<ScenarioName, RecordError>(
    due.filter((name) => !isProvoked(name)).map((name) => [name, unprovoked]),
  )
  if (provoked.length === 0) return { written: [], gaps }

  const gathered = await recordCalls(options, provoked)
  for (const [name, gap] of gathered.gaps) gaps.set(name, gap)
  const run: Run = {
    connect: stranger(options),
    baseUrl,
    credentials,
    keep,
    participants: [participant, nobody],
    conversation: gathered.conversation,
    others: [...gathered.scenarios.values()].flat(),
  }
  const redaction = await createRedaction(run)
  const written: ScenarioName[] = []
  for (const [name, live] of gathered.scenarios) {
    try {
      const fixture = await fixtureOf(name, live, run, redaction)
      const text = `${JSON.stringify(fixture, null, 2)}\n`
      if ('calls' in fixture) checkRedacted(text, fixture, redaction.originals, keep)
      writeWhole(fileOf(name, options), text)
      written.push(name)
      progress(`${name}: written`)
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      gaps.set(name, error)
    }
  }
  return { written, gaps }
}

async function fixtureOf(
  scenario: ScenarioName,
  live: readonly LiveCall[],
  run: Run,
  redaction: Redaction,
): Promise<Fixture | Absence> {
  const calls = await redactedCalls(run, redaction, live)
  const fixture = { scenario, source: sourceOf(run.baseUrl), calls }
  if (scenarios[scenario].isShown(fixture)) return fixture
  if (scenario === 'not-found' && live.every(({ outcome }) => outcome.items.length === 0)) {
    return { scenario, absent: 'A participant without a conversation is answered with an empty list.' }
  }
  throw new NotShown('the answers do not show it: another --participant or --nobody may.')
}

/** A server on the same machine is no account (RFC 6761, 6.3; RFC 1122, 3.2.1.3). */
function sourceOf(baseUrl: string): Source {
  const isLoopback = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(new URL(baseUrl).hostname)
  if (isLoopback) return { kind: 'synthetic', reason: 'Answers of a server on this machine.' }
  return { kind: 'recorded', date: new Date().toISOString().slice(0, 10) }
}

function fileOf(scenario: ScenarioName, { subject: { fixtures } }: Upstream): string {
  return join(fixtures instanceof URL ? fileURLToPath(fixtures) : fixtures, `${scenario}.json`)
}
