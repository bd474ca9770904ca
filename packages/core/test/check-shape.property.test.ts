import { type ResponseIssue, SmsError } from '@sms/core'
import { checkShape } from '@sms/core/provider'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as v from 'valibot'
import { PARAMETERS } from './walk/property-parameters.ts'

/** A schema, and values that it often accepts. */
interface SchemaCase {
  readonly schema: v.GenericSchema
  readonly values: fc.Arbitrary<unknown>
}

const LEAVES: readonly SchemaCase[] = [
  { schema: v.string(), values: fc.string() },
  { schema: v.number(), values: fc.oneof(fc.double(), fc.constant(Number.NaN)) },
  { schema: v.boolean(), values: fc.boolean() },
  { schema: v.literal('mt'), values: fc.constant('mt') },
  { schema: v.picklist(['in', 'out']), values: fc.constantFrom('in', 'out') },
  { schema: v.pipe(v.number(), v.integer(), v.minValue(0)), values: fc.nat() },
  { schema: v.pipe(v.string(), v.digits()), values: fc.stringMatching(/^\d+$/) },
  { schema: v.pipe(v.string(), v.trim(), v.maxLength(2)), values: fc.constantFrom(' in ', 'in', 'out') },
]

const KEYS = ['id', 'text', 'file', '__proto__', 'constructor', 'toString']

/** Schemas of the types that providers use, nested in each other. */
const cases = fc.letrec<{ case: SchemaCase }>((tie) => ({
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
    tie('case').map(({ schema, values }) => ({
      schema: v.pipe(v.array(schema), v.minLength(1), v.maxLength(3)),
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

const runs = cases.chain(({ schema, values }) =>
  fc
    .oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: anything })
    .map((body) => ({ schema, body })),
)

test('a response passes exactly if its schema accepts it', () => {
  fc.assert(
    fc.property(runs, ({ schema, body }) => {
      expect(passes(schema, body)).toBe(v.safeParse(schema, body).success)
    }),
    { ...PARAMETERS, numRuns: 5 * PARAMETERS.numRuns },
  )
})

test('each issue is reported once, at a place where the schema finds one or around it', () => {
  fc.assert(
    fc.property(runs, ({ schema, body }) => {
      const reported = issuesOf(schema, body).map(({ path }) => path)
      const found = (v.safeParse(schema, body).issues ?? []).map(pathOf)
      // In a union, the place is the union itself or a part of one of its options.
      const isFound = (path: string): boolean =>
        found.some((place) => path === '' || `${place}.`.startsWith(`${path}.`))
      expect(reported.filter((path) => !isFound(path))).toEqual([])
      expect(reported.length > 0).toBe(found.length > 0)
      const exact = reported.filter((path) => !path.includes('*'))
      expect(new Set(exact).size).toBe(exact.length)
    }),
    { ...PARAMETERS, numRuns: 5 * PARAMETERS.numRuns },
  )
})

test('valid values are checked without the library, even if the schema is a pipe', () => {
  const digits = v.pipe(v.string(), v.digits(), v.maxLength(15))
  const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
  const spies = [vi.spyOn(digits, '~run'), vi.spyOn(whole, '~run')]
  const schema = v.record(v.string(), v.nullish(v.union([digits, whole])))
  const body = { '201': '5', '404': 7, '511': null }
  expect(passes(schema, body)).toBe(true)
  expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 0])
})

const wrong = Array.from({ length: 100 }, () => 'wrong')

test.each([
  { what: 'a list', schema: v.array(v.number()), body: wrong, first: '0' },
  { what: 'a list of objects', schema: v.array(v.looseObject({ id: v.number() })), body: wrong, first: '0' },
  { what: 'a list that may be absent', schema: v.nullish(v.array(v.number())), body: wrong, first: '0' },
  {
    what: 'lists within a list',
    schema: v.array(v.looseObject({ files: v.array(v.number()) })),
    body: wrong.map(() => ({ files: wrong })),
    first: '0.files.0',
  },
  {
    what: 'a record',
    schema: v.record(v.string(), v.number()),
    body: Object.fromEntries(wrong.map((value, at) => [`${200 + at}`, value])),
    first: '200',
  },
])('the first ten of a hundred issues in $what are reported [broken-item]', ({ schema, body, first }) => {
  const issues = issuesOf(schema, body)
  expect(issues).toHaveLength(10)
  expect(issues[0]?.path).toBe(first)
})

test('an issue of a missing field names the field [broken-item]', () => {
  const schema = v.array(v.looseObject({ id: v.number() }))
  expect(issuesOf(schema, [{ id: 1 }, {}])).toEqual([{ path: '1.id', expected: '"id"' }])
})

function passes(schema: v.GenericSchema, body: unknown): boolean {
  return issuesOf(schema, body).length === 0
}

/** The issues of the error for a body, none if the body is accepted. */
function issuesOf(schema: v.GenericSchema, body: unknown): readonly ResponseIssue[] {
  const response = { provider: 'model', body, headers: new Headers(), status: 200, attempts: 1 }
  try {
    expect(checkShape(schema, response)).toBe(body)
    return []
  } catch (error) {
    if (!SmsError.is(error, 'invalid_response')) throw error
    return error.issues ?? []
  }
}

/** The path of an issue, as an error shows it: a key that may be data is hidden. */
function pathOf({ path }: v.BaseIssue<unknown>): string {
  const keys = (path ?? []).map(({ key }) => String(key))
  return keys.map((key) => (/^([A-Za-z_]{1,40}|\d{1,6})$/.test(key) ? key : '*')).join('.')
}
