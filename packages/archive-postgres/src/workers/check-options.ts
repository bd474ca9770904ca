import { checkNames, invalidOption } from '@sms/archive/store'
import type { ReaderOfAccount } from './open-accounts.ts'
import { queueSchemas } from './queue-schema.ts'
import type { WorkerLog } from './worker-log.ts'

/** Where an archive is. */
export interface DatabaseOptions {
  /** The database of the archive: `postgres://…`. */
  readonly url: string
  /** The schema of the archive. Default: `sms`. */
  readonly schema?: string | undefined
}

/** Where a worker works, and how. */
export interface WorkerOptions extends DatabaseOptions {
  /**
   * Makes the reader of an account, once, or again if that fails or takes longer than 30 seconds. Other accounts do not wait for
   * it. Pass `fetch` to its factory: it keeps the account's limits across all workers. Null if this worker has no credentials of
   * the account: then it leaves its jobs to others.
   */
  readonly readers: ReaderOfAccount
  /** How many conversations are synced at a time. Default: 10. */
  readonly concurrency?: number | undefined
  /** After how many pages with new messages a first read makes way for other conversations. Default: 20. */
  readonly slicePages?: number | undefined
  /** Stops the worker, as `stop` does. */
  readonly signal?: AbortSignal | undefined
  /** What happens. No event contains personal data. */
  readonly log?: WorkerLog | undefined
}

interface DatabaseSettings {
  readonly url: string
  readonly schema: string
}

/** Options of a worker, checked, with their defaults. */
interface WorkerSettings extends DatabaseSettings {
  readonly readers: ReaderOfAccount
  readonly concurrency: number
  readonly slicePages: number
  readonly signal: AbortSignal | undefined
  readonly log: WorkerLog
}

const CONCURRENCY = 10
const SLICE_PAGES = 20

/** @throws {SmsError} `invalid_argument` for an option that is unknown or unusable. */
export function checkWorkerOptions(options: WorkerOptions): WorkerSettings {
  const { url, schema, readers, signal, log = () => {} } = options
  checkNames(options, ['url', 'schema', 'readers', 'concurrency', 'slicePages', 'signal', 'log'])
  if (typeof readers !== 'function') throw invalidOption('readers', 'a function')
  if (typeof log !== 'function') throw invalidOption('log', 'a function')
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidOption('signal', 'an AbortSignal')
  return {
    ...checkDatabase({ url, schema }),
    readers,
    concurrency: checkCount('concurrency', options.concurrency ?? CONCURRENCY, 1000),
    slicePages: checkCount('slicePages', options.slicePages ?? SLICE_PAGES, 1_000_000),
    signal,
    log,
  }
}

/** @throws {SmsError} `invalid_argument` for an address or a schema that cannot be used. */
export function checkDatabase({ url, schema = 'sms' }: DatabaseOptions): DatabaseSettings {
  if (typeof url !== 'string' || !/^postgres(ql)?:\/\//.test(url))
    throw invalidOption('url', 'the address of a database: postgres://user@host:5432/database')
  // Before anything is made in the database.
  queueSchemas(schema)
  return { url, schema }
}

export function checkCount(name: string, value: unknown, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value
  throw invalidOption(name, `a whole number from 1 to ${most}`)
}

export function checkName(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw invalidOption(name, 'a name that is not empty')
}
