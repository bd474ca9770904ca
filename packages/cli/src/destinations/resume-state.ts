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

/** The options that the lines of the output depend on. */
export type Query = Readonly<Record<string, string | number | boolean>>

/** How far an export got. It is saved after each page. */
export interface ResumeState {
  readonly version: 2
  readonly query: Query
  /** The times that `--since` and `--until` meant when the export began. */
  readonly since: string | null
  readonly until: string | null
  /** The number of the part; null before it is created and after it was renamed to the output. */
  readonly part: number | null
  /** The length of the part that the positions belong to. */
  readonly bytes: number
  /** SHA-256 of that length of the part, in hexadecimal: the part of another export differs. */
  readonly digest: string
  readonly isFinished: boolean
  /** How far each list was read, by participant. */
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
  part: nullable(pipe(number(), integer(), minValue(1))),
  bytes: count,
  digest: string(),
  isFinished: boolean(),
  // Entries, because every object has properties such as `constructor`.
  positions: pipe(
    array(tuple([string(), position])),
    transform((entries) => new Map(entries)),
  ),
})

/**
 * Reads a state, or returns the one that a new export begins with.
 *
 * @throws {UsageError} if the file is not a state, or is the state of another command.
 */
export function readState(
  { name, path }: LockedFile,
  query: Query,
  times: Pick<ResumeState, 'since' | 'until'>,
): ResumeState {
  if (!existsSync(path)) {
    return {
      version: 2,
      query,
      ...times,
      part: null,
      bytes: 0,
      digest: '',
      isFinished: false,
      positions: new Map(),
    }
  }
  const found = parseState(name, path)
  const names = new Set([...Object.keys(query), ...Object.keys(found.query)])
  const other = [...names].filter((one) => query[one] !== found.query[one])
  if (other.length === 0) return found
  throw new UsageError(
    `--resume: ${name} belongs to a command with another ${other.join(', ')}. Repeat that command, or name another file.`,
  )
}

function parseState(name: string, path: string): ResumeState {
  try {
    return parse(schema, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new UsageError(
      `--resume: ${name} is not a state of this version of sms. Name another file, or remove it to begin again.`,
    )
  }
}

/** Replaces the state by a rename, so that it is whole whenever the process ends. */
export async function writeState({ path, scratch }: LockedFile, state: ResumeState): Promise<void> {
  const text = JSON.stringify({ ...state, positions: [...state.positions] })
  await writeFile(scratch, text, { flag: 'wx', flush: true, mode: 0o600 })
  await rename(scratch, path)
}
