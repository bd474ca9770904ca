import { SmsError } from '@sms/core'
import { checkShape } from '@sms/core/provider'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as v from 'valibot'

/** A schema, and values that are often as it has them. */
interface Case {
  readonly schema: v.GenericSchema
  readonly values: fc.Arbitrary<unknown>
}

const LEAVES: readonly Case[] = [
  { schema: v.string(), values: fc.string() },
  { schema: v.number(), values: fc.oneof(fc.double(), fc.constant(Number.NaN)) },
  { schema: v.boolean(), values: fc.boolean() },
  { schema: v.literal('mt'), values: fc.constant('mt') },
  { schema: v.picklist(['in', 'out']), values: fc.constantFrom('in', 'out') },
  { schema: v.pipe(v.number(), v.integer(), v.minValue(0)), values: fc.nat() },
  { schema: v.pipe(v.string(), v.digits()), values: fc.stringMatching(/^\d+$/) },
]

const KEYS = ['id', 'text', 'file', '__proto__', 'constructor', 'toString']

/** Schemas of what the wire schemas are made of, one within another. */
const cases = fc.letrec<{ case: Case }>((tie) => ({
  case: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...LEAVES),
    tie('case').map(({ schema, values }) => ({
      schema: v.nullish(schema),
      values: fc.oneof(values, fc.constantFrom(null, undefined)),
    })),
    tie('case').map(({ schema, values }) => ({
      schema: v.array(schema),
      values: fc.array(values, { maxLength: 4 }),
    })),
    fc.array(tie('case'), { minLength: 1, maxLength: 3 }).map((options) => ({
      schema: v.union(options.map(({ schema }) => schema)),
      values: fc.oneof(...options.map(({ values }) => values)),
    })),
    fc.dictionary(fc.constantFrom(...KEYS.slice(0, 3)), tie('case')).map((entries) => ({
      schema: v.looseObject(
        Object.fromEntries(Object.entries(entries).map(([key, { schema }]) => [key, schema])),
      ),
      values: fc.record(
        Object.fromEntries(Object.entries(entries).map(([key, { values }]) => [key, values])),
        {
          requiredKeys: [],
        },
      ),
    })),
    tie('case').map(({ schema, values }) => ({
      schema: v.record(v.string(), schema),
      values: fc.dictionary(fc.constantFrom(...KEYS), values),
    })),
  ),
})).case

const anything = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...KEYS), fc.jsonValue()))

test('an answer passes exactly if its schema says so', () => {
  const runs = cases.chain(({ schema, values }) =>
    fc
      .oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: anything })
      .map((body) => ({ schema, body })),
  )
  fc.assert(
    fc.property(runs, ({ schema, body }) => {
      expect(passes(schema, body)).toBe(v.safeParse(schema, body).success)
    }),
    { numRuns: 5000 },
  )
})

function passes(schema: v.GenericSchema, body: unknown): boolean {
  const answer = { body, headers: new Headers(), status: 200, attempts: 1 }
  try {
    expect(checkShape('model', schema, answer)).toBe(body)
    return true
  } catch (error) {
    if (SmsError.is(error, 'invalid_response')) return false
    throw error
  }
}
