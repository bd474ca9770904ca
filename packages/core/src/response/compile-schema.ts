import {
  type BaseIssue,
  type GenericPipeItem,
  type GenericSchema,
  type GenericValidation,
  is,
  type OutputDataset,
} from 'valibot'

/** Returns whether a value follows a schema. */
export type Guard = (value: unknown) => boolean

/** The values that a place accepts: some kinds, each a bit, and those that a guard accepts. */
interface Allowed {
  readonly kinds: number
  readonly guard: Guard
}

/** A schema and its parts. Its `type` decides which parts it has. */
export type SchemaParts = GenericSchema & {
  readonly wrapped?: GenericSchema
  readonly item?: GenericSchema
  readonly options?: readonly GenericSchema[]
  readonly entries?: Readonly<Record<string, GenericSchema>>
  readonly key?: GenericSchema
  readonly value?: GenericSchema
  readonly pipe?: readonly [GenericSchema, ...GenericPipeItem[]]
}

const TEXT = 1
const NUMBER = 2
const BOOLEAN = 4
const NULL = 8
const ABSENT = 16

const PASSED_OVER: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor'])

const guards = new WeakMap<GenericSchema, Guard>()

/**
 * Returns the guard of a schema. It is made at its first use and only checks. A schema also reports what is wrong, which
 * costs more than reading the JSON; nearly always nothing is wrong.
 */
export function compileSchema(schema: GenericSchema): Guard {
  const guard = guards.get(schema) ?? check(allowedBy(schema))
  guards.set(schema, guard)
  return guard
}

const RULES: Readonly<Record<string, (schema: SchemaParts) => Allowed | undefined>> = {
  string: () => ({ kinds: TEXT, guard: never }),
  number: () => ({ kinds: NUMBER, guard: never }),
  boolean: () => ({ kinds: BOOLEAN, guard: never }),
  nullish: ({ wrapped }) => wrapped && either({ kinds: NULL | ABSENT, guard: never }, allowedBy(wrapped)),
  union: ({ options = [] }) => options.map(allowedBy).reduce(either, { kinds: 0, guard: never }),
  array: ({ item }) => item && { kinds: 0, guard: list(check(allowedBy(item))) },
  loose_object: (schema) => ({ kinds: 0, guard: object(schema) }),
  record: ({ key, value }) =>
    value && key?.type === 'string' && !('pipe' in key)
      ? { kinds: 0, guard: record(check(allowedBy(value))) }
      : undefined,
}

function allowedBy(schema: SchemaParts): Allowed {
  const rule = schema.pipe ? piped : Object.hasOwn(RULES, schema.type) ? RULES[schema.type] : undefined
  const allowed = rule?.(schema)
  // A schema of another type checks the value itself.
  return allowed ?? { kinds: 0, guard: (value) => is(schema, value) }
}

/** A schema followed by validations of its value only: anything else in a pipe could change the value. */
function piped({ pipe }: SchemaParts): Allowed | undefined {
  const [schema, ...validations] = pipe ?? []
  if (!schema || !validations.every(isValidation)) return undefined
  const isTyped = compileSchema(schema)
  return { kinds: 0, guard: (value) => isTyped(value) && holds(validations, value) }
}

function isValidation(item: GenericPipeItem): item is GenericValidation {
  return item.kind === 'validation'
}

function holds(validations: readonly GenericValidation[], value: unknown): boolean {
  const dataset: OutputDataset<unknown, BaseIssue<unknown>> = { typed: true, value }
  for (let at = 0; at < validations.length; at += 1) {
    if (validations[at]?.['~run'](dataset, {}).issues) return false
  }
  return true
}

function never(): boolean {
  return false
}

function check({ kinds, guard }: Allowed): Guard {
  return (value) => (kindOf(value) & kinds) !== 0 || guard(value)
}

function kindOf(value: unknown): number {
  if (typeof value === 'string') return TEXT
  if (value === null) return NULL
  if (value === undefined) return ABSENT
  if (typeof value === 'number') return Number.isNaN(value) ? 0 : NUMBER
  return typeof value === 'boolean' ? BOOLEAN : 0
}

function either(one: Allowed, other: Allowed): Allowed {
  const kinds = one.kinds | other.kinds
  if (one.guard === never) return { kinds, guard: other.guard }
  if (other.guard === never) return { kinds, guard: one.guard }
  return { kinds, guard: (value) => one.guard(value) || other.guard(value) }
}

function list(item: Guard): Guard {
  return (value) => {
    if (!Array.isArray(value)) return false
    for (let at = 0; at < value.length; at += 1) if (!item(value[at])) return false
    return true
  }
}

function record(value: Guard): Guard {
  return (entries) => {
    if (typeof entries !== 'object' || entries === null) return false
    for (const key in entries) {
      if (isEntry(entries, key) && !value((entries as Readonly<Record<string, unknown>>)[key])) return false
    }
    return true
  }
}

/** Whether a record's schema checks a key. Like the library, it skips names that mean something to an object. */
export function isEntry(entries: object, key: string): boolean {
  return Object.hasOwn(entries, key) && !PASSED_OVER.has(key)
}

function object(schema: SchemaParts): Guard {
  const fields = Object.entries(schema.entries ?? {}).map(([key, entry]) => {
    const { kinds, guard } = allowedBy(entry)
    // Only a `nullish` field may be absent, even if another schema accepts undefined.
    return { key, kinds: entry.type === 'nullish' ? kinds : kinds & ~ABSENT, guard }
  })
  return (value) => {
    if (typeof value !== 'object' || value === null) return false
    for (let at = 0; at < fields.length; at += 1) {
      const { key, kinds, guard } = fields[at] as (typeof fields)[number]
      const found = (value as Readonly<Record<string, unknown>>)[key]
      if ((kindOf(found) & kinds) !== 0) continue
      // The schema decides which other fields may be absent.
      if (found === undefined) return is(schema, value)
      if (!guard(found)) return false
    }
    return true
  }
}
