import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'
import { PARAMETERS, TIMEOUT } from './parameters.ts'

const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']

interface Edit {
  readonly at: number
  readonly removed: number
  readonly added: string
}

describe.each(PROVIDERS)('$name', (provider) => {
  const list = Array.from({ length: 12 }, (_, number) => provider.message(number))
  const { fetch, requests } = answering((request) => Response.json(provider.page(list, request.url)))
  const reader = provider.connect({ fetch })
  let cursor = ''
  let taken = 0

  beforeAll(async () => {
    for await (const page of reader.messages(CANARY.participant, { pageSize: 5 }).pages()) {
      cursor = page.cursor ?? ''
      taken = page.items.length
      break
    }
  })

  /** A walk from a cursor that is none is refused before any request. */
  async function expectRefused(text: string, participant = CANARY.participant): Promise<void> {
    const before = requests.length
    const error = await failure(
      (async () => reader.messages(participant, { cursor: text, pageSize: 5 }).toArray())(),
    )
    expect(error).toMatchObject({ code: 'invalid_argument', provider: provider.name })
    expect(requests.length).toBe(before)
  }

  test('a cursor is good where it comes from, and for no other participant [cursor]', async () => {
    expect(cursor).toMatch(/^[\w-]+$/)
    const rest = await reader.messages(CANARY.participant, { cursor, pageSize: 5 }).toArray()
    expect(rest.map(({ text }) => text)).toEqual(
      list.slice(taken).map((_, at) => `${CANARY.text} ${taken + at}`),
    )
    await expectRefused(cursor, '+46701740618')
  })

  test('any text that is no cursor is refused [cursor]', { timeout: TIMEOUT }, async () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units)),
      fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 300 }),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    )
    await fc.assert(
      fc.asyncProperty(text, (candidate) => expectRefused(candidate)),
      PARAMETERS,
    )
  })

  test('a cursor that was edited is refused [cursor]', { timeout: TIMEOUT }, async () => {
    const edit: fc.Arbitrary<Edit> = fc.record({
      // The last character has bits that stand for nothing, which is where a decoder may be careless.
      at: fc.oneof(fc.nat(), fc.constant(cursor.length - 1)),
      removed: fc.nat({ max: 3 }),
      added: fc.oneof(
        fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 3 }),
        fc.string({ maxLength: 2 }),
      ),
    })
    const property = fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const edited = edits.reduce((text, { at, removed, added }) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + added + text.slice(place + removed)
      }, cursor)
      fc.pre(edited !== cursor)
      await expectRefused(edited)
    })
    await fc.assert(property, PARAMETERS)
  })
})
