import type { GenericSchema } from 'valibot'

/** Whether a value is as a schema has it. A yes can be relied on; after a no, the schema itself has to be asked. */
export type Guard = (value: unknown) => boolean

/** What may stand in a place: values of some kinds, each a bit, and what a guard of its own lets in. */
interface Allowed {
  readonly kinds: number
  readonly guard: Guard
}

type Part = GenericSchema & {
  readonly wrapped?: GenericSchema
  readonly item?: GenericSchema
  readonly options?: readonly GenericSchema[]
  readonly entries?: Readonly<Record<string, GenericSchema>>
}

const TEXT = 1
const NUMBER = 2
const BOOLEAN = 4
const NULL = 8
const ABSENT = 16

/**
 * Makes a guard of a schema that only checks. A schema says what is wrong, which costs more than reading the JSON did;
 * nearly always nothing is.
 */
export function guardOf(schema: GenericSchema): Guard {
  return check(allowedBy(schema))
}

const RULES: Readonly<Record<string, (schema: Part) => Allowed>> = {
  string: () => ({ kinds: TEXT, guard: never }),
  number: () => ({ kinds: NUMBER, guard: never }),
  boolean: () => ({ kinds: BOOLEAN, guard: never }),
  nullish: ({ wrapped }) => either({ kinds: NULL | ABSENT, guard: never }, allowedBy(wrapped)),
  union: ({ options = [] }) => options.map(allowedBy).reduce(either, { kinds: 0, guard: never }),
  array: ({ item }) => ({ kinds: 0, guard: list(check(allowedBy(item))) }),
  loose_object: ({ entries = {} }) => ({ kinds: 0, guard: object(entries) }),
}

function allowedBy(schema: GenericSchema | undefined): Allowed {
  const isKnown = schema !== undefined && !('pipe' in schema) && Object.hasOwn(RULES, schema.type)
  return (isKnown ? RULES[schema.type]?.(schema) : undefined) ?? { kinds: 0, guard: never }
}

// Of what is not known here, only the schema can tell.
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

function object(entries: Readonly<Record<string, GenericSchema>>): Guard {
  const fields = Object.entries(entries).map(([key, schema]) => {
    const { kinds, guard } = allowedBy(schema)
    // Only a field that is itself `nullish` may be absent, whatever else takes undefined.
    return { key, kinds: schema.type === 'nullish' ? kinds : kinds & ~ABSENT, guard }
  })
  return (value) => {
    if (typeof value !== 'object' || value === null) return false
    for (let at = 0; at < fields.length; at += 1) {
      const { key, kinds, guard } = fields[at] as (typeof fields)[number]
      const found = (value as Readonly<Record<string, unknown>>)[key]
      if ((kindOf(found) & kinds) === 0 && !guard(found)) return false
    }
    return true
  }
}
