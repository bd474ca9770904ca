import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SensitiveValues } from '../../src/record/values/sensitive-values.ts'
import { Redactor } from '../../src/record/redaction/redactor.ts'
import { originalValues, survivors } from './original-values.ts'
import { smsLength } from './sms-length.ts'

// By default, the same few cases run each time. `REDACTOR_RUNS=20000` runs many new cases. `REDACTOR_SEED=…` with the seed of
// a failure repeats it.
const { REDACTOR_RUNS, REDACTOR_SEED = REDACTOR_RUNS === undefined ? '1' : undefined } = process.env
const PARAMETERS = {
  numRuns: Number(REDACTOR_RUNS ?? 25),
  ...(REDACTOR_SEED === undefined ? {} : { seed: Number(REDACTOR_SEED) }),
}

const KEPT = 'kind'
const CREDENTIAL = 'credential-of-nobody-7f3a'

function redactorOf(...bodies: readonly unknown[]): Redactor {
  const keep = new Set([KEPT])
  const baseUrl = 'https://api.example.net/v1'
  const originals = new SensitiveValues({ baseUrl, credentials: { apiKey: CREDENTIAL }, keep })
  for (const body of bodies) originals.addBody(body)
  return new Redactor(originals, keep, baseUrl)
}

// No country has the code 999.
const digits = fc.stringMatching(/^999\d{5,12}$/)
const phoneNumber = fc
  .tuple(fc.constantFrom('', '+', '00'), digits)
  .map(([prefix, number]) => prefix + number)
const hex = fc.stringMatching(/^[0-9a-f]{24}$/)
// With digits in two places, because no name of a field has that form, and names are kept.
const sid = fc.stringMatching(/^[A-Z]{2}[0-9a-f]{32}$/)
const id = fc.oneof(fc.uuid(), hex, sid, fc.ulid(), fc.stringMatching(/^[A-Za-z]\d[A-Za-z]\d[\w-]{1,26}$/))
const time = fc
  .tuple(
    fc.date({ min: new Date('1990-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
    fc.constantFrom('Z', '', '+02:00', '-0530'),
  )
  .map(([date, zone]) => date.toISOString().replace('Z', zone))
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  fc.lorem({ mode: 'sentences' }),
  fc.stringMatching(/^[a-zåäöé€{}~ ]{1,170}$/),
  fc.tuple(fc.lorem(), phoneNumber, fc.emailAddress()).map((words) => words.join(' ')),
)
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  phoneNumber.map((number) => `https://api.example.net/v1/people/${encodeURIComponent(number)}?to=${number}`),
)
const original = fc.oneof(
  phoneNumber,
  digits.map(Number),
  fc.emailAddress(),
  url,
  id,
  time,
  text,
  fc.integer({ min: -1e9, max: 1e9 }).map((number) => number / 10_000),
  fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
)

/** Bodies with every kind of value in fields, in lists and in keys. */
const body = fc.array(
  fc.record({
    [KEPT]: fc.constantFrom('inbound', 'DELIVERED', 'not delivered', 4, null),
    a: original,
    b: fc.array(original, { maxLength: 3 }),
    c: fc.record({ d: original, kind_of: original, isRead: fc.boolean() }),
    e: fc.dictionary(fc.oneof(phoneNumber, fc.emailAddress(), id), original, { maxKeys: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
)

function typeOf(value: unknown): string {
  return typeof value === 'number' && !Number.isFinite(value) ? 'no number' : typeof value
}

/** The form of an id: the kind of each character. */
function form(value: string): string {
  return value.replaceAll(/[0-9]/g, '0').replaceAll(/[a-z]/g, 'a').replaceAll(/[A-Z]/g, 'A')
}

describe('redaction of any response', () => {
  test('keeps no original text, number, address, id or URL', () => {
    fc.assert(
      fc.property(body, (response) => {
        const redacted = JSON.stringify(redactorOf(response).body(response))
        expect(survivors(redacted, originalValues([response], [KEPT]))).toEqual([])
      }),
      PARAMETERS,
    )
  })

  test('keeps the fields to keep, booleans, null and the structure', () => {
    fc.assert(
      fc.property(body, (response) => {
        const redacted = redactorOf(response).body(response) as typeof response
        for (const [index, item] of response.entries()) {
          const other = redacted[index]
          expect(other?.[KEPT]).toBe(item[KEPT])
          expect(other?.c.isRead).toBe(item.c.isRead)
          expect(other?.b.map(typeOf)).toEqual(item.b.map(typeOf))
          expect(Object.keys(other?.e ?? {})).toHaveLength(Object.keys(item.e).length)
        }
      }),
      PARAMETERS,
    )
  })

  test('replaces equal values by equal ones, in every place and in every run', () => {
    fc.assert(
      fc.property(body, original, (response, value) => {
        const bodies = [response, { a: value }, { c: [{ z: value }] }]
        const redactor = redactorOf(...bodies)
        const [whole, one, other] = bodies.map((each) => redactor.body(each))
        expect(Object.values(one as object)).toEqual(Object.values((other as { c: [object] }).c[0]))
        const again = redactorOf(...bodies)
        expect(bodies.map((each) => again.body(each))).toEqual([whole, one, other])
        expect(redactor.body(response)).toEqual(whole)
      }),
      PARAMETERS,
    )
  })

  test('replaces different texts by different ones of the same encoding and length', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.lorem(), { minLength: 2, maxLength: 20 }), text, (texts, other) => {
        const values = texts.map((each) => `${each} 😀`)
        const redactor = redactorOf(values, other)
        const redacted = values.map((value) => redactor.text(value))
        expect(new Set(redacted).size).toBe(values.length)
        expect(redacted.map(smsLength)).toEqual(values.map(smsLength))
        expect(smsLength(redactor.text(`${other} .`))).toEqual(smsLength(`${other} .`))
      }),
      PARAMETERS,
    )
  })

  test('replaces different ids by different ones of the same form', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 20 }), (ids) => {
        const redactor = redactorOf(ids)
        const redacted = ids.map((value) => redactor.text(value))
        expect(new Set(redacted).size).toBe(ids.length)
        const times = /^(?=.*[a-f])[0-9a-f]{24}$/
        const comparable = (value: string, index: number): string =>
          // The time in an ObjectId changes, and so do the places of its digits and letters.
          form(times.test(ids[index] ?? '') ? value.slice(8) : value)
        expect(redacted.map(comparable)).toEqual(ids.map(comparable))
        expect(redacted.map(({ length }) => length)).toEqual(ids.map(({ length }) => length))
        const hexadecimal = redacted.filter((_, index) => /^[0-9a-f-]+$/.test(ids[index] ?? ''))
        expect(hexadecimal.filter((value) => !/^[0-9a-f-]+$/.test(value))).toEqual([])
      }),
      PARAMETERS,
    )
  })

  test('replaces different ids by different ones, however short they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[A-Z]\d$/), { minLength: 40, maxLength: 60 }), (ids) => {
        const redactor = redactorOf(ids)
        expect(new Set(ids.map((value) => redactor.text(value))).size).toBe(ids.length)
      }),
      PARAMETERS,
    )
  })

  test('keeps the order and the form of times, including those of ObjectIds', () => {
    const moment = fc.integer({ min: Date.UTC(2005, 0) / 1000, max: Date.UTC(2045, 0) / 1000 })
    const timeAndForm = fc.tuple(moment, fc.constantFrom('iso', 'iso with offset', 'ObjectId'))
    fc.assert(
      fc.property(fc.array(timeAndForm, { minLength: 2, maxLength: 20 }), (times) => {
        const values = times.map(([seconds, how]) => {
          const iso = new Date(seconds * 1000).toISOString().replace('.000', '')
          if (how === 'iso') return iso
          return how === 'ObjectId' ? `${seconds.toString(16)}ee47dee41a9dbb13` : iso.replace('Z', '+00:00')
        })
        const redactor = redactorOf(values)
        const redacted = values.map((value) => redactor.text(value))
        const moments = redacted.map((value, index) =>
          times[index]?.[1] === 'ObjectId'
            ? Number.parseInt(value.slice(0, 8), 16)
            : Date.parse(value) / 1000,
        )
        for (const [index, [seconds]] of times.entries()) {
          for (const [other, [otherSeconds]] of times.entries()) {
            const order = Math.sign((moments[index] ?? 0) - (moments[other] ?? 0))
            expect(order).toBe(Math.sign(seconds - otherSeconds))
          }
        }
        expect(redacted.map(({ length }) => length)).toEqual(values.map(({ length }) => length))
      }),
      PARAMETERS,
    )
  })
})
