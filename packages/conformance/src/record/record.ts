/*
 * How fixtures are recorded, in the order in which data flows:
 *
 *  1. main.ts, load-subject.ts: read the arguments, the subject and the credentials.
 *  2. record.ts: find the scenarios that have no fixture.
 *  3. calls/record-calls.ts: read the whole conversation once.
 *  4. calls/plan.ts: plan the calls of each scenario.
 *  5. calls/live-call.ts, calls/recording-fetch.ts: make them, and record every exchange as it is.
 *  6. values/sensitive-values.ts: collect everything that must not be written down.
 *  7. redaction/redacted-replay.ts, redaction/redactor.ts: make the calls again, and reply with redacted responses.
 *  8. values/made-up-values.ts, text/classify-text.ts: replace each value by a made-up one of the same form.
 *  9. redaction/compare-outcomes.ts: compare what the reader returned from live and from redacted responses.
 * 10. redaction/check-redacted.ts: search the fixture for anything original.
 * 11. write-whole.ts: write the whole file or nothing.
 *
 * Steps 7 to 11 run for one scenario at a time. A scenario that fails one of them becomes a gap. The folders import in
 * this order: text, values, calls, redaction.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Absence, Fixture, Source } from '../fixture/fixture.ts'
import { type ScenarioName, scenarioNames } from '../fixture/scenario-name.ts'
import { scenarios } from '../fixture/scenarios.ts'
import { connect, type ProviderAccount, strangerTo } from './account.ts'
import type { LiveCall } from './calls/live-call.ts'
import { isProvoked } from './calls/plan.ts'
import { type RecordedAccount, recordCalls } from './calls/record-calls.ts'
import { NotShown, RecordError } from './record-error.ts'
import { checkRedacted } from './redaction/check-redacted.ts'
import {
  createRedaction,
  fieldsOf,
  redactedCalls,
  type Redaction,
  type RecordingRun,
} from './redaction/redaction.ts'
import { writeWhole } from './write-whole.ts'

/** The account to record, and the options of the recording. */
export interface RecordOptions extends RecordedAccount {
  /** Paths of body fields whose values may be written down as they are. */
  readonly keep: readonly string[]
  /** Whether existing fixtures are recorded again. */
  readonly overwrite: boolean
  /** The only scenario to record, again if it has a fixture. Default: all. */
  readonly only?: ScenarioName | undefined
}

/** The result for every scenario that applies to the provider. */
export interface Recording {
  readonly written: readonly ScenarioName[]
  /** The number of fixtures that existed, and were not recorded again. */
  readonly kept: number
  /** Paths to keep that no recorded response has. Empty if fixtures were kept, which may have them. */
  readonly unmatched: readonly string[]
  /** Why the others still have no fixture, and what to do. */
  readonly gaps: ReadonlyMap<ScenarioName, RecordError>
}

/**
 * Records the fixtures of a provider from an account.
 *
 * @param report Receives one line about each step.
 * @throws {RecordError} If the account does not suit a recording, or the only scenario does not apply.
 */
export async function record(options: RecordOptions, report: (line: string) => void): Promise<Recording> {
  const { keep, participant, nobody } = options
  const { due, kept } = scenariosDue(options)
  const provoked = due.filter(isProvoked)
  const unprovoked = new NotShown('no account shows it on demand.')
  const gaps = new Map<ScenarioName, RecordError>(
    due.filter((name) => !isProvoked(name)).map((name) => [name, unprovoked]),
  )
  if (provoked.length === 0) return { written: [], kept, unmatched: [], gaps }

  const recorded = await recordCalls(options, provoked, report)
  for (const [name, gap] of recorded.gaps) gaps.set(name, gap)
  const run: RecordingRun = {
    account: options,
    stranger: strangerTo(options),
    keep,
    participants: [participant, nobody],
    conversation: recorded.conversation,
    others: [...recorded.scenarios.values()].flat(),
  }
  const redaction = await createRedaction(run)
  const written: ScenarioName[] = []
  for (const [name, live] of recorded.scenarios) {
    try {
      await writeFixture(name, live, run, redaction)
      written.push(name)
      report(`${name}: written`)
    } catch (error) {
      if (!(error instanceof RecordError)) throw error
      gaps.set(name, error)
    }
  }
  const fields = new Set(fieldsOf([...recorded.scenarios.values()].flat()))
  // A path with a question mark names a parameter of a link.
  const unmatched = keep.filter((path) => kept === 0 && !path.includes('?') && !fields.has(path))
  return { written, kept, unmatched, gaps }
}

/** The scenarios that apply to the provider and have no fixture or are recorded again, and how many others apply. */
function scenariosDue(options: RecordOptions): {
  readonly due: readonly ScenarioName[]
  readonly kept: number
} {
  const { capabilities } = connect(options, { baseUrl: options.baseUrl })
  const applying = scenarioNames.filter((name) => scenarios[name].appliesTo(capabilities))
  const { only, overwrite } = options
  if (only !== undefined && !applying.includes(only)) {
    throw new RecordError(`${only} does not apply to the provider. Name one of ${applying.join(', ')}.`)
  }
  const due = applying.filter((name) =>
    only === undefined ? overwrite || !existsSync(fileOf(name, options)) : name === only,
  )
  return { due, kept: applying.length - due.length }
}

/** @throws {RecordError} If the fixture would not show its scenario, or would hold anything original. */
async function writeFixture(
  name: ScenarioName,
  live: readonly LiveCall[],
  run: RecordingRun,
  redaction: Redaction,
): Promise<void> {
  const fixture = await fixtureOf(name, live, run, redaction)
  const text = `${JSON.stringify(fixture, null, 2)}\n`
  if ('calls' in fixture) checkRedacted(text, fixture, redaction.originals, run.keep)
  writeWhole(fileOf(name, run.account), text)
}

async function fixtureOf(
  scenario: ScenarioName,
  live: readonly LiveCall[],
  run: RecordingRun,
  redaction: Redaction,
): Promise<Fixture | Absence> {
  const calls = await redactedCalls(run, redaction, live)
  const fixture = { scenario, source: sourceOf(run.account.baseUrl), calls }
  if (scenarios[scenario].isShown(fixture)) return fixture
  if (scenario === 'not-found' && live.every(({ outcome }) => outcome.items.length === 0)) {
    return { scenario, absent: 'The API returns an empty list for a participant without a conversation.' }
  }
  throw new NotShown('the responses do not show it. Try another --participant or --nobody.')
}

/** A recording from a server on this machine is synthetic (RFC 6761, 6.3; RFC 1122, 3.2.1.3). */
function sourceOf(baseUrl: string): Source {
  const isLoopback = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(new URL(baseUrl).hostname)
  if (isLoopback) return { kind: 'synthetic', reason: 'Responses of a server on this machine.' }
  return { kind: 'recorded', date: new Date().toISOString().slice(0, 10) }
}

function fileOf(scenario: ScenarioName, { subject: { fixtures } }: ProviderAccount): string {
  return join(fixtures instanceof URL ? fileURLToPath(fixtures) : fixtures, `${scenario}.json`)
}
