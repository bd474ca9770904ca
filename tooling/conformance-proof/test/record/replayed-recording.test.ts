import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SmsError } from '@sms/core'
import { startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordedCall, RecordedOutcome } from '../../../../packages/conformance/src/fixture/fixture.ts'
import { recordedForm } from '../../../../packages/conformance/src/fixture/recorded-form.ts'
import {
  type CallOutcome,
  makeCall,
} from '../../../../packages/conformance/src/provider-under-test/make-call.ts'
import { credentialVariables } from '../../../../packages/conformance/src/provider-under-test/credential-variables.ts'
import { readFixtures } from '../../../../packages/conformance/src/fixture/read-fixtures.ts'
import { inPlaceOfProvider } from '../../../../packages/conformance/src/replay/in-place-of-provider.ts'
import { Replay } from '../../../../packages/conformance/src/replay/replay.ts'
import { BASE_URL } from '../../../../packages/conformance/src/fixture/base-url.ts'
import { type Provider, providers } from './providers.ts'
import { addCanaries, recordFrom } from './record-from.ts'

let folder: string

// All of it before the first replay, which closes the network.
beforeAll(async () => {
  await using simulator = await startSimulator({ seed: 12, messages: 24, participants: 7 })
  addCanaries(simulator.conversation(simulator.participants[0] ?? ''))
  folder = mkdtempSync(join(tmpdir(), 'sms-record-'))
  for (const provider of providers) await recordFrom(simulator, provider, join(folder, provider.name))
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.each(providers)('recorded from the simulator, $name', ({ name, subject }) => {
  test('gives other readers the outcomes that stand in the files', async () => {
    const { shown } = readFixtures(join(folder, name))
    expect(shown.size).toBeGreaterThan(6)
    for (const { calls } of shown.values()) {
      expect(await replayed(subject, calls)).toEqual(calls.map(({ outcome }) => outcome))
    }
  })
})

/** What comes of calls, each with a reader of its own, when just their exchanges are there. */
async function replayed(
  subject: Provider['subject'],
  calls: readonly RecordedCall[],
): Promise<readonly RecordedOutcome[]> {
  const madeUp = Object.fromEntries(
    Object.keys(credentialVariables(subject)).map((option) => [option, 'made-up']),
  )
  const outcomes: RecordedOutcome[] = []
  let cursor: string | null | undefined
  for (const call of calls) {
    const replay = new Replay(call.exchanges, `call ${outcomes.length + 1}`)
    const reader = subject.create({ ...subject.options, ...madeUp, baseUrl: BASE_URL })
    const changes = call.resume === true && typeof cursor === 'string' ? { cursor } : {}
    const outcome = await inPlaceOfProvider(
      (request) => replay.respond(request),
      () => makeCall(reader, call, changes),
    )
    replay.check(true)
    outcomes.push(recordedOutcome(outcome))
    cursor = outcome.pages.at(-1)?.cursor
  }
  return outcomes
}

function recordedOutcome({ items, pages, summary, error }: CallOutcome): RecordedOutcome {
  if (summary !== undefined) return { summary: recordedForm(summary) }
  if (!SmsError.is(error)) return { items: items.map(recordedForm), total: pages[0]?.total }
  const { code, status, providerCode } = error
  return { error: providerCode === undefined ? { code, status } : { code, status, providerCode } }
}
