import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../src/fixture/fixture.ts'
import { scenarioNames } from '../../src/fixture/scenario-name.ts'
import type { ProviderUnderTest } from '../../src/provider-under-test/provider-under-test.ts'
import { createLetters, UPSTREAM } from './letters.ts'
import { API_KEY, dozen, NOBODY, PARTICIPANT, recordLetters, type RecordedLetters } from './record-letters.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The made-up number of the conversation's participant in all files. */
const REDACTED_PARTICIPANT = '+46701740605'

function exchanges({ fixture }: RecordedLetters, name = 'several-pages'): readonly Exchange[] {
  return fixture(name).calls.flatMap((call) => call.exchanges)
}

function firstLetter(recorded: RecordedLetters): Readonly<Record<string, unknown>> {
  const { body } = exchanges(recorded)[0]?.response ?? {}
  return (body as { letters: readonly [Readonly<Record<string, unknown>>] }).letters[0]
}

function reasons({ recording: { gaps } }: RecordedLetters): Readonly<Record<string, string>> {
  return Object.fromEntries([...gaps].map(([name, { message }]) => [name, message]))
}

describe('redaction', () => {
  const digits = PARTICIPANT.slice(1)
  const redactedDigits = REDACTED_PARTICIPANT.slice(1)

  test('replaces a phone number in every spelling and every place', async () => {
    const recorded = await recordLetters({
      letters: dozen(() => ({
        international: PARTICIPANT,
        dialled: `00${digits}`,
        bare: digits,
        number: Number(digits),
        spaced: `+44 7700 900 111`,
        national: '07700900111',
        counts: { [digits]: 2 },
        within: `tel-${digits}`,
        path: `/people/${digits}/letters`,
        link: `${UPSTREAM}/people/${encodeURIComponent(PARTICIPANT)}/photo?to=${digits}`,
      })),
    })
    expect(firstLetter(recorded)).toMatchObject({
      international: REDACTED_PARTICIPANT,
      dialled: `00${redactedDigits}`,
      bare: redactedDigits,
      number: Number(redactedDigits),
      spaced: REDACTED_PARTICIPANT,
      national: redactedDigits,
      counts: { [redactedDigits]: expect.any(Number) },
      within: expect.stringMatching(new RegExp(`^[a-z]{3}-${redactedDigits}$`)),
      path: expect.stringMatching(new RegExp(`^/[a-z]{6}/${redactedDigits}/[a-z]{7}$`)),
      link: expect.stringMatching(
        new RegExp(`^http://localhost/api/people/%2B${redactedDigits}/[a-z]{5}\\?to=${redactedDigits}$`),
      ),
    })
    for (const { request } of exchanges(recorded)) {
      expect(request.path).toBe(`/people/%2B${redactedDigits}/letters`)
    }
    const [call] = recorded.fixture('several-pages').calls
    expect(call?.participant).toBe(REDACTED_PARTICIPANT)
    expect(call?.outcome.items?.[0]?.['to']).toBe(REDACTED_PARTICIPANT)
    expect(recorded.text).not.toMatch(/7700[ .-]?900[ .-]?111/)
  })

  test('replaces addresses, URLs, ids, texts, numbers and times by values of the same form', async () => {
    const recorded = await recordLetters({
      letters: dozen(() => ({
        mail: 'Anna.Lind@post.example',
        page: 'https://elsewhere.example/anna?q=1',
        uuid: '2f1c7a52-0b4e-4d5e-9d7e-0c6f1f1f2a3b',
        huge: 12_345_678,
        price: 0.0416,
        priceText: '12.50',
        flag: true,
        none: null,
        zero: 0,
        one: 1,
        day: '2024-05-05',
      })),
    })
    expect(firstLetter(recorded)).toMatchObject({
      id: expect.stringMatching(/^[A-Z]\d[a-z]\d[a-z][A-Z]$/),
      words: expect.stringMatching(/^[a-z ]{26}$/),
      at: expect.stringMatching(/^2001-01-01T00:\d\d:00\.000Z$/),
      mail: 'customer-1@example.com',
      page: 'https://example.com/file-1',
      uuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      huge: expect.any(Number),
      price: expect.any(Number),
      priceText: expect.stringMatching(/^\d\d\.\d\d$/),
      flag: true,
      none: null,
      zero: 0,
      one: 1,
      day: '2001-01-01',
    })
    for (const original of [
      'Anna',
      'elsewhere',
      '2f1c7a52',
      '12345678',
      '0.0416',
      '12.50',
      '2024-05',
      'dozen',
      'L0x0yQ',
    ]) {
      expect(recorded.text).not.toContain(original)
    }
  })

  test('replaces an id within a path like the id itself', async () => {
    const letter = firstLetter(
      await recordLetters({ letters: dozen((index) => ({ self: `/letters/L${index}x${index}yQ` })) }),
    )
    expect(String(letter['self']).split('/').at(-1)).toBe(letter['id'])
  })

  test('keeps the channel in front of an address, and replaces the address like the same one elsewhere', async () => {
    const letter = firstLetter(
      await recordLetters({
        letters: dozen(() => ({
          whatsapp: `whatsapp:${PARTICIPANT}`,
          agent: 'rcs:annas_agent_7',
          link: `${UPSTREAM}/letters?to=${encodeURIComponent(`whatsapp:${PARTICIPANT}`)}`,
        })),
      }),
    )
    expect(letter).toMatchObject({
      whatsapp: `whatsapp:${REDACTED_PARTICIPANT}`,
      agent: expect.stringMatching(/^rcs:[a-z]{5}_[a-z]{5}_\d$/),
      link: `http://localhost/api/letters?to=whatsapp%3A%2B${redactedDigits}`,
    })
  })

  test('replaces a SID by another of the same kind, within paths and tokens too', async () => {
    const sid = 'SM0123456789abcdef0447700900111abc'
    const recorded = await recordLetters({
      letters: dozen(() => ({
        sid,
        token: `PA${sid}`,
        path: `/v1/people/${digits}/letters/${sid}`,
        link: `/v1/people/${digits}/letters?after=PA${sid}`,
      })),
    })
    const letter = firstLetter(recorded)
    const madeUp = String(letter['sid'])
    expect(madeUp).toMatch(/^SM[0-9a-f]{32}$/)
    expect(letter).toMatchObject({
      token: expect.stringMatching(new RegExp(`^[A-Z]{2}${madeUp}$`)),
      path: `/api/people/${redactedDigits}/letters/${madeUp}`,
      link: expect.stringMatching(
        new RegExp(`^/api/people/${redactedDigits}/letters\\?after=[A-Z]{2}${madeUp}$`),
      ),
    })
    expect(recorded.text).not.toContain(sid.slice(2))
  })

  test('replaces a field that has the name, but not the path, of a field to keep', async () => {
    const recorded = await recordLetters(
      { letters: dozen(() => ({ code: 'delivered', otp: { code: 'K7vQ2x9d' }, tags: [{ code: 'paid' }] })) },
      { keep: ['letters.way', 'letters.code', 'letters.tags.code'] },
    )
    expect(firstLetter(recorded)).toMatchObject({
      code: 'delivered',
      otp: { code: expect.stringMatching(/^[A-Z]\d[a-z][A-Z]\d[a-z]\d[a-z]$/) },
      tags: [{ code: 'paid' }],
    })
    expect(recorded.text).not.toContain('K7vQ2x9d')
  })

  test.each([
    ['Mon, 16 Aug 2010 03:45:01 +0000', /^Mon, 01 Jan 2001 00:\d\d:00 \+0000$/],
    ['Mon, 16 Aug 2010 05:45:01 +0200', /^Mon, 01 Jan 2001 00:\d\d:00 \+0000$/],
    ['6 Aug 2010 03:45 GMT', /^1 Jan 2001 00:\d\d GMT$/],
  ])('replaces the RFC 2822 time %s by one of the same form', async (date, redacted) => {
    const recorded = await recordLetters({ letters: dozen(() => ({ date })) })
    expect(firstLetter(recorded)['date']).toMatch(redacted)
    expect(recorded.text).not.toContain('Aug 2010')
  })

  test('replaces the parts of a link without a host, and of a query alone', async () => {
    const query = `size=5&to=${digits}&page=PA7vQ2x9d`
    const recorded = await recordLetters({
      letters: dozen(() => ({
        fromHost: `/v1/people/${digits}/letters?${query}`,
        fromBase: `/people/${digits}/letters?${query}`,
        query: `?${query}`,
      })),
    })
    const redactedQuery = `\\?size=5&to=${redactedDigits}&page=[A-Z]{2}\\d[a-z][A-Z]\\d[a-z]\\d[a-z]$`
    expect(firstLetter(recorded)).toMatchObject({
      fromHost: expect.stringMatching(new RegExp(`^/api/people/${redactedDigits}/letters${redactedQuery}`)),
      fromBase: expect.stringMatching(new RegExp(`^/people/${redactedDigits}/letters${redactedQuery}`)),
      query: expect.stringMatching(new RegExp(`^${redactedQuery}`)),
    })
    expect(recorded.text).not.toContain('PA7vQ2x9d')
  })

  test('replaces credentials that the provider repeats, even in a field to keep', async () => {
    const recorded = await recordLetters(
      { letters: dozen(() => ({ note: `sent with ${API_KEY}`, echo: API_KEY })) },
      { keep: ['letters.way', 'letters.note'] },
    )
    expect(recorded.recording.written).toContain('several-pages')
    expect(recorded.text).not.toContain(API_KEY)
    expect(firstLetter(recorded)).toMatchObject({ note: expect.stringMatching(/^sent with \S+$/) })
  })

  test('replaces addresses and known numbers in a field to keep', async () => {
    const note = `to ${digits} and (07700) 900 222, not 1749113086; cc anna@post.example`
    const recorded = await recordLetters(
      { letters: dozen(() => ({ note, count: Number(digits), other: 1_749_113_086 })) },
      { keep: ['letters.way', 'letters.note', 'letters.count', 'letters.other'] },
    )
    expect(firstLetter(recorded)).toMatchObject({
      note: expect.stringMatching(
        /^to 46701740605 and \(?4670174060\d, not 1749113086; cc customer-1@example\.com$/,
      ),
      count: Number(redactedDigits),
      other: 1_749_113_086,
    })
  })

  test('keeps only harmless headers, and only their harmless parts', async () => {
    const headers = {
      'content-type': `application/json; profile="${PARTICIPANT}"; charset=utf-8`,
      'set-cookie': 'session=canary',
      'x-account': 'canary',
      link: `<${UPSTREAM}/people/${digits}/letters?size=5&after=after-L4x4yQ>; rel="next"; title="canary"`,
    }
    const recorded = await recordLetters({ headers })
    const { response } = exchanges(recorded)[0] ?? {}
    expect(response?.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      link: expect.stringMatching(
        /^<http:\/\/localhost\/api\/people\/46701740605\/letters\?size=5&after=[a-z]{5}-[A-Z]\d[a-z]\d[a-z][A-Z]>; rel="next"$/,
      ),
    })
    expect(recorded.text).not.toContain('canary')
  })

  test('replaces the whole body of a response that is not JSON', async () => {
    const html = `<html><title>Refused</title><p>${PARTICIPANT} is not yours, Anna</p></html>`
    const recorded = await recordLetters({
      instead: (_, request) =>
        request.headers.get('x-key') === API_KEY
          ? undefined
          : new Response(html, { status: 401, headers: { 'content-type': 'text/html' } }),
    })
    const [exchange] = exchanges(recorded, 'unauthorized')
    expect(exchange?.response).toMatchObject({ status: 401, headers: { 'content-type': 'text/html' } })
    expect(exchange?.response.body).toMatch(/^[a-z ]+$/)
  })

  test('replaces a whole number that JavaScript cannot hold digit by digit', async () => {
    const recorded = await recordLetters({
      letters: dozen(() => ({ account: 'HUGE' })),
      edit: (body) => body.replaceAll('"HUGE"', '90071992547409931234'),
    })
    expect(firstLetter(recorded)['account']).toMatch(/^\d{20}$/)
    expect(recorded.text).not.toContain('9007199254740993')
  })
})

describe('a reader of redacted responses', () => {
  test('follows redacted links', async () => {
    const recorded = await recordLetters({})
    const [first, second, third] = exchanges(recorded)
    const next = String(Reflect.get(first?.response.body ?? {}, 'next'))
    expect(next).toMatch(/^http:\/\/localhost\/api\/people\/%2B46701740605\/letters\?size=5&after=/)
    expect(second?.request.query).toEqual({ size: '5', after: new URL(next).searchParams.get('after') })
    expect(third?.response.body).toMatchObject({ next: null })
    expect(recorded.fixture('several-pages').calls[0]?.outcome.items).toHaveLength(12)
  })

  test('follows redacted links without a host', async () => {
    const { origin } = new URL(UPSTREAM)
    const recorded = await recordLetters({
      edit: (body) => body.replace(`"next":"${origin}`, '"next":"'),
    })
    const [first, second] = exchanges(recorded)
    const next = String(Reflect.get(first?.response.body ?? {}, 'next'))
    expect(next).toMatch(/^\/api\/people\/%2B46701740605\/letters\?size=5&after=\S+$/)
    expect(second?.request.query['after']).toBe(new URL(next, 'http://localhost').searchParams.get('after'))
    expect(recorded.fixture('several-pages').calls[0]?.outcome.items).toHaveLength(12)
  })

  test('must return the same as before, or the recording names the field to keep', async () => {
    const recorded = await recordLetters({}, { keep: [] })
    expect(recorded.recording.written).toEqual(['unauthorized', 'not-found'])
    expect(reasons(recorded)['several-pages']).toBe(
      'read from redacted responses, `direction` of item 1 differs: add `letters.way` to `keep` if the values are harmless.',
    )
  })

  test('gets the redacted times of messages as since and until', async () => {
    const { calls } = (await recordLetters({})).fixture('since-until')
    const { options, outcome } = calls[0] ?? {}
    const times = outcome?.items?.map(({ timestamp }) => timestamp)
    expect([times?.[0], times?.at(-1)]).toEqual([options?.since, options?.until])
    expect(times).toHaveLength(8)
  })
})

describe('the last check before a file is written', () => {
  test('finds what is redacted in one field and kept in another', async () => {
    const recorded = await recordLetters(
      { letters: dozen(() => ({ name: 'Anna Lind', label: 'Anna Lind, Visby' })) },
      { keep: ['letters.way', 'letters.label'] },
    )
    expect(
      recorded.files.filter((name) => name !== 'unauthorized.json' && name !== 'not-found.json'),
    ).toEqual([])
    expect(reasons(recorded)['several-pages']).toBe(
      'a text of `letters.name` is left in `letters.label`, so the file is not written. Remove `letters.label` from `keep`, or add `letters.name` to it if the values are harmless.',
    )
  })

  test('accepts a message that is only the name of a field', async () => {
    const words = ['letters', 'exchanges', 'messages', 'inbound', 'null']
    const letters = dozen((index) => ({ words: words[index] ?? 'a letter' }))
    const recorded = await recordLetters({ letters })
    expect(recorded.recording.written).toContain('several-pages')
    expect(recorded.fixture('several-pages').calls[0]?.outcome.items?.[3]?.['text']).toMatch(
      /^(?!letters)[a-z]{7}$/,
    )
  })
})

describe('an unsuitable account', () => {
  test.each([
    [6, /only 6 messages: choose a --participant with 7 to 250/],
    [251, /more than 250 messages: choose a --participant with 7 to 250/],
  ])('is rejected if the conversation has %i messages', async (length, reason) => {
    const [letter] = dozen()
    const letters = Array.from({ length }, (_, index) => ({ ...letter, id: `L${index}x${index}` }))
    await expect(recordLetters({ letters: letters as never })).rejects.toThrow(reason)
  })

  test('is rejected if a scenario takes more than 50 requests', async () => {
    const [letter] = dozen()
    const letters = Array.from({ length: 51 }, (_, index) => ({ ...letter, id: `L${index}x${index}` }))
    await expect(recordLetters({ letters: letters as never, cap: 1 })).rejects.toThrow(
      'more than 50 requests: choose a --participant with fewer messages.',
    )
  })

  test('is rejected with the advice to check the credentials, if the provider rejects them', async () => {
    await expect(recordLetters({ apiKey: 'another' })).rejects.toThrow(
      /`authentication`.*Check the credentials/,
    )
  })

  test('is rejected if requests do not begin with the base URL', async () => {
    const elsewhere = {
      create: (options: object) => createLetters({ ...options, baseUrl: `${UPSTREAM}/v2` }),
    }
    const subject = { ...elsewhere, credentials: { apiKey: 'LETTERS_API_KEY' }, fixtures: '/nowhere' }
    await expect(recordLetters({}, { subject, baseUrl: `${UPSTREAM}/v3` })).rejects.toThrow(
      /^--base-url is not the beginning of every request/,
    )
  })

  test('gets the reason that it returns an empty list, if it knows every participant', async () => {
    const recorded = await recordLetters({
      instead: (_, request) =>
        request.url.includes(NOBODY.slice(1)) ? Response.json({ letters: [], next: null }) : undefined,
    })
    expect(recorded.fixture('not-found')).toEqual({
      scenario: 'not-found',
      absent: 'The API returns an empty list for a participant without a conversation.',
    })
    expect(recorded.recording.written).toContain('empty')
  })
})

describe('the requests', () => {
  test('of unauthorized have made-up credentials of the same form', async () => {
    const keys = new Set<string | null>()
    await recordLetters({
      instead: (_, { headers }) => {
        keys.add(headers.get('x-key'))
        return undefined
      },
    })
    const [other = '', ...more] = [...keys].filter((key) => key !== API_KEY)
    expect(more).toEqual([])
    expect(other).toMatch(/^[A-Z][a-z]\d-[a-z]{8}-[a-z]{3}-[a-z]{2}-[a-z]{3}-[a-z]{7}$/)
  })

  test('that failed and were repeated are not recorded', async () => {
    const recorded = await recordLetters({
      instead: (number) =>
        number === 3 ? new Response('wait', { status: 429, headers: { 'retry-after': '0' } }) : undefined,
    })
    expect(exchanges(recorded).map(({ response }) => response.status)).toEqual([200, 200, 200])
  })

  test('of an account make its fixtures recordings with a date', async () => {
    const { source } = (await recordLetters({})).fixture('several-pages')
    expect(source).toEqual({ kind: 'recorded', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
  })
})

describe('fixture files', () => {
  test('that exist stay as they are, and their scenarios are not requested', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'several-pages.json'), 'mine')
    const { recording } = await recordLetters({}, { subject: lettersIn(folder) })
    expect(readFileSync(join(folder, 'several-pages.json'), 'utf8')).toBe('mine')
    expect([...recording.written, ...recording.gaps.keys()]).not.toContain('several-pages')
  })

  test('that exist are recorded again with `overwrite`, with the same content in every run', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'several-pages.json'), 'mine')
    const again = async (): Promise<string> => {
      await recordLetters({}, { subject: lettersIn(folder), overwrite: true })
      return readFileSync(join(folder, 'several-pages.json'), 'utf8')
    }
    const text = await again()
    expect(text).toContain('"scenario": "several-pages"')
    expect(await again()).toBe(text)
  })

  test('that exist stay as they are but the only one that is recorded, which has the same content', async () => {
    const folder = temporaryFolder()
    const subject = lettersIn(folder)
    const textOf = (name: string): string => readFileSync(join(folder, `${name}.json`), 'utf8')
    await recordLetters({}, { subject })
    const text = textOf('resumed')
    writeFileSync(join(folder, 'resumed.json'), 'mine')
    writeFileSync(join(folder, 'empty.json'), 'mine')
    rmSync(join(folder, 'since-until.json'))
    const { recording } = await recordLetters({}, { subject, only: 'resumed' })
    expect(recording.written).toEqual(['resumed'])
    expect(textOf('resumed')).toBe(text)
    expect(textOf('empty')).toBe('mine')
    expect(readdirSync(folder)).not.toContain('since-until.json')
  })

  test('that do not apply to the provider cannot be recorded alone', async () => {
    await expect(recordLetters({}, { only: 'summary' })).rejects.toThrow(
      /^summary does not apply to the provider\. Name one of several-pages, /,
    )
  })

  test('are written whole or not at all', async () => {
    const folder = temporaryFolder()
    // A file cannot replace a folder.
    mkdirSync(join(folder, 'several-pages.json'))
    const recorded = recordLetters({}, { subject: lettersIn(folder), overwrite: true })
    await expect(recorded).rejects.toThrow(/several-pages/)
    expect(readdirSync(folder)).toEqual(['several-pages.json'])
  })

  test('of which only a rate limit is missing lead to no request', async () => {
    const folder = temporaryFolder()
    for (const name of scenarioNames) writeFileSync(join(folder, `${name}.json`), 'mine')
    rmSync(join(folder, 'rate-limited.json'))
    let requests = 0
    const count = (): undefined => {
      requests += 1
    }
    const { recording } = await recordLetters({ instead: count }, { subject: lettersIn(folder) })
    expect([...recording.written, ...recording.gaps.keys()]).toEqual(['rate-limited'])
    expect(requests).toBe(0)
  })
})

function lettersIn(fixtures: string): ProviderUnderTest {
  return { create: createLetters, credentials: { apiKey: 'LETTERS_API_KEY' }, fixtures }
}
