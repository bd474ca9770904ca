import { type GenericSchema, safeParse } from 'valibot'
import type { ResponseIssue } from '../error.ts'
import { compileSchema, isEntry, type SchemaParts } from './compile-schema.ts'

// Enough to see what changed. A hostile response may be wrong in millions of places.
const MOST_ISSUES = 10

/** A part of a value, the schema that it should follow, and its name or index. */
interface Part {
  readonly key: string
  readonly value: unknown
  readonly schema: GenericSchema
}

/**
 * Returns the first ten places at which a value does not follow its schema.
 *
 * It checks lists and objects one part at a time. The library itself collects an issue for each wrong part: for a list of
 * millions that takes all memory.
 */
export function findIssues(schema: GenericSchema, value: unknown): readonly ResponseIssue[] {
  const issues: ResponseIssue[] = []
  collect(schema, value, [], issues)
  return issues
}

function collect(
  schema: SchemaParts,
  value: unknown,
  path: readonly string[],
  issues: ResponseIssue[],
): void {
  const before = issues.length
  for (const part of wrongParts(schema, value)) {
    collect(part.schema, part.value, [...path, part.key], issues)
    if (issues.length === MOST_ISSUES) return
  }
  // The value itself is wrong, or one of its parts is absent.
  if (issues.length === before) issues.push(firstIssue(schema, value, path))
}

/** The wrong parts of a list or an object. Right ones are skipped quickly: there may be a million of them. */
function* wrongParts(schema: SchemaParts, value: unknown): Iterable<Part> {
  if ('pipe' in schema || typeof value !== 'object' || value === null) return
  if (schema.type === 'nullish' && schema.wrapped !== undefined) yield* wrongParts(schema.wrapped, value)
  if (schema.type === 'array' && schema.item !== undefined && Array.isArray(value)) {
    const isRight = compileSchema(schema.item)
    for (let at = 0; at < value.length; at += 1) {
      if (!isRight(value[at])) yield { key: String(at), value: value[at], schema: schema.item }
    }
  }
  if (schema.type === 'loose_object') {
    for (const [key, entry] of Object.entries(schema.entries ?? {})) {
      const part: unknown = Reflect.get(value, key)
      if (key in value && !compileSchema(entry)(part)) yield { key, value: part, schema: entry }
    }
  }
  if (schema.type === 'record' && schema.value !== undefined) {
    const isRight = compileSchema(schema.value)
    for (const key in value) {
      const part: unknown = Reflect.get(value, key)
      if (isEntry(value, key) && !isRight(part)) yield { key, value: part, schema: schema.value }
    }
  }
}

function firstIssue(schema: GenericSchema, value: unknown, path: readonly string[]): ResponseIssue {
  // The library's issue contains the value. Only the place and the expectation leave this function.
  const [issue] = safeParse(schema, value, { abortEarly: true }).issues ?? []
  const keys = [...path, ...(issue?.path ?? []).map(({ key }) => String(key))]
  return { path: keys.map(safeKey).join('.'), expected: issue?.expected ?? 'another value' }
}

// A documented key is a word, and a position is short. Any other key may contain anything, so it is not shown.
function safeKey(key: string): string {
  return /^([A-Za-z_]{1,40}|\d{1,6})$/.test(key) ? key : '*'
}
