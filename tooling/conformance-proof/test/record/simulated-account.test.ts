import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fixture } from '../../../../packages/conformance/src/fixture/fixture.ts'
import { readFixtures } from '../../../../packages/conformance/src/fixture/read-fixtures.ts'
import type { Recording } from '../../../../packages/conformance/src/record/record.ts'
import { scenarios } from '../../../../packages/conformance/src/fixture/scenarios.ts'
import { originalValues, survivors } from '../../../../packages/conformance/test/record/original-values.ts'
import { providers } from './providers.ts'
import { addCanaries, NOBODY, recordFrom } from './record-from.ts'
import { smsLength } from '../../../../packages/conformance/test/record/sms-length.ts'

describe.each(providers)('recorded from the simulator, $name', (provider) => {
  let simulator: Simulator
  let folder: string
  let recording: Recording
  let bodies: readonly unknown[]
  let participant: string

  beforeAll(async () => {
    simulator = await startSimulator({ seed: 12, messages: 24, participants: 7 })
    participant = simulator.participants[0] ?? ''
    addCanaries(simulator.conversation(participant))
    folder = mkdtempSync(join(tmpdir(), 'sms-record-'))
    ;({ recording, bodies } = await recordFrom(simulator, provider, folder))
  })

  afterAll(async () => {
    await simulator.close()
    rmSync(folder, { recursive: true })
  })

  const files = (): readonly string[] =>
    readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  const fixture = (name: keyof typeof scenarios): Fixture | undefined => readFixtures(folder).shown.get(name)

  test('every scenario that can be provoked has a file, and every other one is named', () => {
    const { capabilities } = provider.subject.create({
      ...provider.subject.options,
      ...provider.upstream(simulator).credentials,
    })
    const due = Object.entries(scenarios)
      .filter(([, { appliesTo }]) => appliesTo(capabilities))
      .map(([name]) => name)
    expect(new Set([...recording.written, ...recording.gaps.keys()])).toEqual(new Set(due))
    expect(new Set(readdirSync(folder))).toEqual(new Set(recording.written.map((name) => `${name}.json`)))
    const unprovoked = ['capped', 'empty-page', 'wrong-total', 'rate-limited', 'unavailable']
    // Octopush answers 404 for a contact it does not know, and iP.1 and Smstools with an empty list.
    const unshown = provider.missesNobody === true ? [...unprovoked, 'empty'] : unprovoked
    expect([...recording.gaps.keys()].filter((name) => !unshown.includes(name))).toEqual([])
  })

  test('the files are fixtures that show their scenarios', () => {
    const { shown, absent, problems } = readFixtures(folder)
    expect(problems).toEqual([])
    expect([...shown.values()].filter((each) => !scenarios[each.scenario].isShown(each))).toEqual([])
    expect([...absent.keys()]).toEqual(provider.missesNobody === true ? [] : ['not-found'])
    const sources = [...shown.values()].map(({ source }) => source)
    expect(new Set(sources.map(({ kind }) => kind))).toEqual(new Set(['synthetic']))
  })

  test('nothing of the answers stands in them but what is to be kept', () => {
    const { credentials, options } = provider.upstream(simulator)
    const account = { participant, NOBODY, ...credentials, ...options }
    const originals = originalValues([...bodies, account], provider.keep)
    expect(originals.texts.size).toBeGreaterThan(20)
    expect(originals.numbers.size).toBeGreaterThan(6)
    for (const text of files()) {
      expect(survivors(text, originals)).toEqual([])
      expect(text).not.toMatch(/canary/i)
    }
  })

  test('a number is the same one in every file, and reserved for fiction', () => {
    const written = files().flatMap((text) => text.match(/(?<![\w.])(?:\+|00)?4[46]7\d{8,9}(?!\d)/g) ?? [])
    const numbers = new Set(written.map((number) => number.replace(/^(?:\+|00)/, '')))
    for (const number of numbers) {
      expect(number).toMatch(/^(?:447700900\d{3}|467017406(?:0[5-9]|[1-9]\d))$/)
    }
    const account = provider.ownNumbers === undefined ? 1 : simulator.participants.length
    // The participants that were read, the account, and nobody.
    expect(numbers.size).toBe(account + 2)
    const asked = [...readFixtures(folder).shown.values()].flatMap(({ scenario, calls }) =>
      calls.flatMap((call) => (call.participant === undefined ? [] : [[scenario, call.participant]])),
    )
    const nobody = new Set(['empty', 'not-found'])
    const whom = (isNobody: boolean): ReadonlySet<unknown> =>
      new Set(asked.flatMap(([scenario = '', is]) => (nobody.has(scenario) === isNobody ? [is] : [])))
    expect(whom(false).size).toBe(1)
    expect(whom(true).size).toBe(1)
  })

  test('texts cost as much to send as the original ones, and the same is the same', () => {
    const conversation = simulator.conversation(participant)
    const originals = Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text)
    const items = fixture('several-pages')?.calls[0]?.outcome.items ?? []
    const texts = items.map(({ text }) => String(text))
    if (provider.isOldestFirst !== true) texts.reverse()
    expect(texts.map(smsLength)).toEqual(originals.map(smsLength))
    const pairs = new Set(texts.map((text, index) => `${text}\n${originals[index]}`))
    expect(pairs.size).toBe(new Set(originals).size)
    expect(new Set(texts).size).toBe(new Set(originals).size)
  })

  test('only the allowed headers are kept, and links point below the address of replays', () => {
    const exchanges = [...readFixtures(folder).shown.values()].flatMap(({ calls }) =>
      calls.flatMap((call) => call.exchanges),
    )
    const names = new Set(exchanges.flatMap(({ response }) => Object.keys(response.headers)))
    expect(names).toEqual(new Set(provider.hasLinks === true ? ['content-type', 'link'] : ['content-type']))
    const positions = exchanges.flatMap(({ request: { query }, response }) => {
      const next = /start=(\d+)[^>]*>; rel="next"/.exec(response.headers['link'] ?? '')?.[1]
      return next === undefined ? [] : [Number(next) - Number(query['start']) - Number(query['limit'])]
    })
    // One more than the documented default of 0 would have it, as in the documented example.
    expect(new Set(positions)).toEqual(new Set(provider.hasLinks === true ? [1] : []))
    const links = exchanges.flatMap(
      ({
        response: {
          headers: { link = '' },
        },
      }) => link.match(/(?<=<)[^>]*/g) ?? [],
    )
    for (const link of links) {
      expect(link).toMatch(
        /^http:\/\/localhost\/api\/v2\/conversations\/467\d+(?:\/m[to])?\?start=\d+&limit=\d+&order=(?:ASC|DESC)$/,
      )
    }
  })
})
