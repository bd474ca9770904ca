import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const archive = fileURLToPath(new URL('../../archive', import.meta.url))

/** A stand-in for `@sms/archive-postgres`: keeps each schema in a file, and notes how it was called. */
const PROGRAM = `
import { appendFileSync, existsSync } from 'node:fs'
import { ArchiveError, openArchive } from '@sms/archive'

export async function openPostgresArchive(url, options) {
  appendFileSync('calls.jsonl', JSON.stringify({ url, ...options }) + '\\n')
  if (url.includes('unreachable')) throw new ArchiveError('storage', 'No connection to ' + url + ' as ' + decodeURIComponent(url))
  const file = (options.schema ?? 'sms') + '.postgres'
  if (options.create === false && !existsSync(file)) throw new ArchiveError('not_an_archive', 'There is no archive in the schema.')
  return openArchive(file)
}
`

/** How the stand-in was called. */
export interface PostgresCall {
  readonly url: string
  readonly schema?: string
  readonly create?: boolean
}

/** Installs the stand-in in a folder. */
export function installFakePostgres(folder: string): void {
  write(
    folder,
    'package.json',
    JSON.stringify({ name: '@sms/archive-postgres', type: 'module', exports: './main.js' }),
  )
  write(folder, 'main.js', PROGRAM)
  symlinkSync(archive, join(folder, 'node_modules/@sms/archive'))
}

/** Installs a package of this name that cannot be imported. */
export function installBrokenPostgres(folder: string): void {
  write(
    folder,
    'package.json',
    JSON.stringify({ name: '@sms/archive-postgres', type: 'module', exports: './none.js' }),
  )
}

export function postgresCalls(folder: string): readonly PostgresCall[] {
  const file = join(folder, 'calls.jsonl')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line))
}

function write(folder: string, name: string, text: string): void {
  const file = join(folder, 'node_modules/@sms/archive-postgres', name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
