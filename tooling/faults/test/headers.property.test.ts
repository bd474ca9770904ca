import { parseLinkHeader } from '@sms/core/provider'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

/** What links are made of, and what could make reading them slow. */
const part = fc.oneof(
  fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '\\',
    '\\"',
    ',',
    ';',
    '=',
    ' ',
    '\t',
    '\r\n ',
    'rel',
    'REL',
    'rel=',
    'rel =',
    'rel="',
    'next',
    'next last',
    '<a>',
    '<a>;',
    '<a>; rel=next',
    '<https://a.example/?start=5>; rel="last"',
  ),
  fc.string({ maxLength: 3 }),
)

const header = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''))

describe('a Link header [hostile-link-header]', () => {
  test('is links with a relation and a target, or as good as absent', { timeout: TIMEOUT }, () => {
    const property = fc.property(header, (text) => {
      const links = parseLinkHeader(text)
      if (links === null) return
      expect(links.length).toBeGreaterThan(0)
      for (const { rel, target } of links) {
        expect(rel).toMatch(/^\S+$/)
        expect(rel).toBe(rel.toLowerCase())
        expect(target).toMatch(/^[^<>\s]*$/)
      }
    })
    fc.assert(property, PARAMETERS)
  })

  test('has the links that stand in it, however they are written', { timeout: TIMEOUT }, () => {
    const space = fc.constantFrom('', ' ', '\t', '  ', '\r\n ', '\n\t')
    const link = fc.record({
      target: fc
        .array(fc.constantFrom('https://', 'a', '/', '?', ',', ';', '"', '=', 'rel=next', '\\'))
        .map((parts) => parts.join('')),
      rel: fc.constantFrom('next', 'prev', 'first', 'last', 'self'),
      write: fc.constantFrom(
        (rel: string) => rel,
        (rel: string) => `"${rel}"`,
        (rel: string) => `'${rel.toUpperCase()}'`,
      ),
      name: fc.constantFrom('rel', 'REL', 'Rel'),
      before: fc.constantFrom('', 'title="a, \\"b\\"; rel=c";', 'hreflang=sv;'),
      spaces: fc.array(space, { minLength: 5, maxLength: 5 }),
    })
    const property = fc.property(fc.array(link, { minLength: 1, maxLength: 6 }), (links) => {
      const written = links.map(({ target, rel, write, name, before, spaces: [a, b, c, d, e] }) => {
        return `${a}<${target}>${b};${c}${before}${c}${name}${d}=${d}${write(rel)}${e}`
      })
      expect(parseLinkHeader(written.join(','))).toEqual(links.map(({ target, rel }) => ({ rel, target })))
    })
    fc.assert(property, PARAMETERS)
  })

  test('of four times the length takes about four times as long', { timeout: TIMEOUT }, () => {
    const property = fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.array(part, { maxLength: 2 }),
      (repeated, first) => {
        const long = (first.join('') + repeated.join('').repeat(16_384)).slice(0, 16_384)
        fc.pre(long.length === 16_384)
        // Were the time quadratic, it would be sixteen times as long. The least of many runs is what nothing disturbed.
        expect(ratioOfTimes(long, long.slice(0, 4096))).toBeLessThan(9)
      },
    )
    fc.assert(property, { ...PARAMETERS, numRuns: Math.ceil(PARAMETERS.numRuns / 5) })
  })
})

/** How many times as long it takes to read one header as another, as far as nothing disturbs it. */
function ratioOfTimes(one: string, other: string): number {
  let least = [Infinity, Infinity] as const
  let ratio = Infinity
  for (let runs = 0; runs < 200 && (runs < 5 || ratio >= 9); runs += 1) {
    least = [Math.min(least[0], timeOf(one)), Math.min(least[1], timeOf(other))]
    ratio = least[0] / least[1]
  }
  return ratio
}

function timeOf(text: string): number {
  const begin = performance.now()
  parseLinkHeader(text)
  return performance.now() - begin
}

describe.each(PROVIDERS)('$name', (provider) => {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
  })

  afterEach(() => vi.restoreAllMocks())

  test(
    'a walk goes its way whatever the Link header is [hostile-link-header]',
    { timeout: TIMEOUT },
    async () => {
      const list = Array.from({ length: 7 }, (_, number) => provider.message(number))
      // A link to a next page is believed, so it is left out: the last page would be asked for again.
      const links = header.map((text) => text.replaceAll(/[^ -~]/g, ' ').replaceAll(/next/gi, 'prev'))
      const property = fc.asyncProperty(links, async (link) => {
        const { fetch, requests } = answering((request) =>
          Response.json(provider.page(list, request.url), { headers: { link } }),
        )
        const isAbsent = parseLinkHeader(link) === null
        const messages = await provider
          .connect({ fetch })
          .messages(CANARY.participant, { pageSize: 3 })
          .toArray()
        const texts = list.map((_, number) => `${CANARY.text} ${number}`)
        const expected = provider.readsLinks && !isAbsent ? texts.slice(0, 3) : texts
        expect(messages.map(({ text }) => text)).toEqual(expected)
        expect(new Set(requests.map(({ url }) => new URL(url).pathname)).size).toBe(1)
      })
      await fc.assert(property, PARAMETERS)
    },
  )

  test(
    'whatever Retry-After says, it is whole seconds or nothing [retry-after]',
    { timeout: TIMEOUT },
    async () => {
      const piece = fc.oneof(
        fc.integer().map(String),
        fc.double().map(String),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        fc.constantFrom(',', ' ', '-', '.', 'e', 'GMT', 'Fri, ', '0', '9'.repeat(30)),
        fc.string(),
      )
      const property = fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        const value = pieces.join('').replaceAll(/[^ -~]/g, ' ')
        const { fetch } = answering(
          () => new Response('', { status: 429, headers: { 'retry-after': value } }),
        )
        const reader = provider.connect({ fetch, retries: 0 })
        const error = await failure(reader.messages(CANARY.participant).toArray())
        expect(error).toMatchObject({ code: 'rate_limited', attempts: 1 })
        const { retryAfter = 0 } = error
        expect(Number.isSafeInteger(retryAfter) && retryAfter >= 0).toBe(true)
      })
      await fc.assert(property, PARAMETERS)
    },
  )
})
