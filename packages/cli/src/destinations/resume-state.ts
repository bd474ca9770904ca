import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import {
  boolean,
  type GenericSchema,
  literal,
  nullable,
  number,
  object,
  parse,
  record,
  string,
  union,
} from 'valibot'
import { UsageError } from '../usage-error.ts'
import type { Position } from './destination.ts'

/** What is read, in the words of the command line: everything that the lines of the output depend on. */
export type Query = Readonly<Record<string, string | number | boolean>>

/** How far an export got, kept in a file from page to page. */
export interface ResumeState {
  readonly version: 1
  readonly query: Query
  /** The moments that `--since` and `--until` meant when the reading began. */
  readonly since: string | null
  readonly until: string | null
  /** The length of the output with which the positions are right. */
  readonly bytes: number
  readonly isFinished: boolean
  /** By participant: how far each list is read that was begun. */
  readonly positions: Readonly<Record<string, Position>>
}

const schema: GenericSchema<unknown, ResumeState> = object({
  version: literal(1),
  query: record(string(), union([string(), number(), boolean()])),
  since: nullable(string()),
  until: nullable(string()),
  bytes: number(),
  isFinished: boolean(),
  positions: record(
    string(),
    object({ cursor: nullable(string()), left: nullable(number()), isDone: boolean() }),
  ),
})

/**
 * The state in a file, or the one that a new file begins with.
 *
 * @throws {UsageError} for a file that is something else, or tells of reading something else.
 */
export function readState(
  path: string,
  query: Query,
  times: Pick<ResumeState, 'since' | 'until'>,
): ResumeState {
  if (!existsSync(path)) {
    return { version: 1, query, ...times, bytes: 0, isFinished: false, positions: {} }
  }
  const found = parseState(path)
  const names = new Set([...Object.keys(query), ...Object.keys(found.query)])
  const other = [...names].filter((name) => query[name] !== found.query[name])
  if (other.length === 0) return found
  throw new UsageError(
    `--resume: ${path} belongs to a command with another ${other.join(', ')}; repeat that command, or name another file.`,
  )
}

function parseState(path: string): ResumeState {
  try {
    return parse(schema, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new UsageError(`--resume: ${path} is no state of this program; name another file.`)
  }
}

/** Written beside and renamed, so that it is the one or the other whenever the process ends. */
export async function writeState(path: string, next: ResumeState): Promise<void> {
  const beside = `${path}.part`
  await writeFile(beside, JSON.stringify(next), { flush: true, mode: 0o600 })
  await rename(beside, path)
}

/** @throws {UsageError} when it cannot be written. */
export async function beginState(path: string, begun: ResumeState): Promise<void> {
  try {
    await writeState(path, begun)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`--resume: ${why}; name a file where you may write.`, { cause })
  }
}
