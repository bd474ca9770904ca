import type { GenericSchema } from 'valibot'

/** Whether a value is as a schema has it. A yes can be relied on; after a no, the schema itself has to be asked. */
export type Guard = (value: unknown) => boolean

type Part = GenericSchema & {
  readonly wrapped?: GenericSchema
  readonly item?: GenericSchema
  readonly options?: readonly GenericSchema[]
  readonly entries?: Readonly<Record<string, GenericSchema>>
}

const GUARDS: Readonly<Record<string, (schema: Part) => Guard>> = {
  string: () => (value) => typeof value === 'string',
  number: () => (value) => typeof value === 'number' && value === value,
  boolean: () => (value) => typeof value === 'boolean',
  nullish: ({ wrapped }) => optional(guardOf(wrapped)),
  array: ({ item }) => list(guardOf(item)),
  union: ({ options = [] }) => either(options.map(guardOf)),
  loose_object: ({ entries = {} }) => object(entries),
}

/**
 * Makes a guard of a schema that only checks. A schema says what is wrong, which costs more than reading the JSON did;
 * nearly always nothing is.
 */
export function guardOf(schema: GenericSchema | undefined): Guard {
  if (schema === undefined || 'pipe' in schema) return never
  return Object.hasOwn(GUARDS, schema.type) ? (GUARDS[schema.type]?.(schema) ?? never) : never
}

// Of what is not known here, only the schema can tell.
const never: Guard = () => false

function optional(guard: Guard): Guard {
  return (value) => value === null || value === undefined || guard(value)
}

function either(guards: readonly Guard[]): Guard {
  const [first = never, second = never, ...others] = guards
  if (others.length > 0) return never
  return (value) => first(value) || second(value)
}

function list(guard: Guard): Guard {
  return (value) => {
    if (!Array.isArray(value)) return false
    for (let at = 0; at < value.length; at += 1) if (!guard(value[at])) return false
    return true
  }
}

/** Only a field that is itself `nullish` may be absent, whatever else takes undefined. */
function field(schema: GenericSchema): Guard {
  const guard = guardOf(schema)
  return schema.type === 'nullish' ? guard : (value) => value !== undefined && guard(value)
}

function object(entries: Readonly<Record<string, GenericSchema>>): Guard {
  const fields = Object.entries(entries).map(([key, schema]) => ({ key, guard: field(schema) }))
  return (value) => {
    if (typeof value !== 'object' || value === null) return false
    for (let at = 0; at < fields.length; at += 1) {
      const { key, guard } = fields[at] as (typeof fields)[number]
      if (!guard((value as Readonly<Record<string, unknown>>)[key])) return false
    }
    return true
  }
}
