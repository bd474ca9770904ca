import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import {
  array,
  boolean,
  type GenericSchema,
  integer,
  isoTimestamp,
  literal,
  minValue,
  nullable,
  number,
  object,
  parse,
  pipe,
  record,
  string,
  transform,
  tuple,
  union,
} from 'valibot'
import { UsageError } from '../errors/usage-error.ts'
import type { Position } from './destination.ts'
import type { LockedFile } from './locked-file.ts'

/** What is read, in the words of the command line: everything that the lines of the output depend on. */
export type Query = Readonly<Record<string, string | number | boolean>>

/** How far an export got, kept in a file from page to page. */
export interface ResumeState {
  readonly version: 2
  readonly query: Query
  /** The moments that `--since` and `--until` meant when the reading began. */
  readonly since: string | null
  readonly until: string | null
  /** The length of the output with which the positions are right. */
  readonly bytes: number
  /** SHA-256 of that much of the output, in hexadecimal: a part of another export is not mistaken for it. */
  readonly digest: string
  readonly isFinished: boolean
  /** By participant: how far each list is read that was begun. */
  readonly positions: ReadonlyMap<string, Position>
}

const count = pipe(number(), integer(), minValue(0))
const time = nullable(pipe(string(), isoTimestamp()))

const position: GenericSchema<unknown, Position> = object({
  cursor: nullable(string()),
  left: nullable(count),
  isDone: boolean(),
})

const schema: GenericSchema<unknown, ResumeState> = object({
  version: literal(2),
  query: record(string(), union([string(), number(), boolean()])),
  since: time,
  until: time,
  bytes: count,
  digest: string(),
  isFinished: boolean(),
  // Entries, because an object has names of its own, such as `constructor`.
  positions: pipe(
    array(tuple([string(), position])),
    transform((entries) => new Map(entries)),
  ),
})

/**
 * The state in a file, or the one that a new file begins with.
 *
 * @throws {UsageError} for a file that is something else, or belongs to another command.
 */
export function readState(
  { name, path }: LockedFile,
  query: Query,
  times: Pick<ResumeState, 'since' | 'until'>,
): ResumeState {
  if (!existsSync(path)) {
    return { version: 2, query, ...times, bytes: 0, digest: '', isFinished: false, positions: new Map() }
  }
  const found = parseState(name, path)
  const names = new Set([...Object.keys(query), ...Object.keys(found.query)])
  const other = [...names].filter((one) => query[one] !== found.query[one])
  if (other.length === 0) return found
  throw new UsageError(
    `--resume: ${name} belongs to a command with another ${other.join(', ')}; repeat that command, or name another file.`,
  )
}

function parseState(name: string, path: string): ResumeState {
  try {
    return parse(schema, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new UsageError(
      `--resume: ${name} is no state of this program, or of another version of it; name another file, or remove it to begin again.`,
    )
  }
}

/** Written elsewhere and renamed, so that it is the old state or the new one whenever the process ends. */
export async function writeState({ path, scratch }: LockedFile, state: ResumeState): Promise<void> {
  const text = JSON.stringify({ ...state, positions: [...state.positions] })
  await writeFile(scratch, text, { flag: 'wx', flush: true, mode: 0o600 })
  await rename(scratch, path)
}
