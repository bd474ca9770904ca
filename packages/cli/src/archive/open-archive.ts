import { existsSync } from 'node:fs'
import type { Archive } from '@sms/archive'
import { UsageError } from '../errors/usage-error.ts'
import type { ArchiveFilters, ArchiveOptions } from '../options/archive-options.ts'
import type { ReaderOptions } from '../options/reader-options.ts'
import { openReader } from '../providers/open-reader.ts'
import { type ArchiveAddress, chooseArchive, isInMemory } from './archive-address.ts'
import { loadArchive } from './load-archive.ts'
import { loadPostgresArchive } from './load-postgres-archive.ts'

/** Opens an archive to write it. A missing one is made. */
export async function openArchiveToSync(address: ArchiveAddress): Promise<Archive> {
  if (address.kind === 'file') return openFile(address.path)
  const { openPostgresArchive } = await loadPostgresArchive()
  return openPostgresArchive(address.url, schemaOf(address))
}

/**
 * Opens the archive to read it. With `--simulate` and without an address, it contains the conversations of the simulator.
 *
 * @throws {UsageError} if no archive is named, or if it is missing.
 */
export async function openArchiveToRead(
  options: ArchiveOptions & ArchiveFilters & Pick<ReaderOptions, 'simulate'>,
  signal: AbortSignal,
): Promise<Archive> {
  const address = chooseArchive(options)
  if (isInMemory(address) && options.simulate) return simulatedArchive(address, options, signal)
  return openExistingArchive(address)
}

/** @throws {UsageError} if the archive is missing: reading makes none. */
export async function openExistingArchive(address: ArchiveAddress): Promise<Archive> {
  if (address.kind === 'file') {
    if (existsSync(address.path)) return openFile(address.path)
    throw new UsageError(
      `The archive ${address.path} does not exist. Check the name, or make it with \`sms sync\`.`,
    )
  }
  const { openPostgresArchive } = await loadPostgresArchive()
  return openPostgresArchive(address.url, { ...schemaOf(address), create: false })
}

async function openFile(path: string): Promise<Archive> {
  const { openArchive } = await loadArchive()
  return openArchive(path)
}

function schemaOf({ schema }: Extract<ArchiveAddress, { readonly kind: 'postgres' }>): {
  readonly schema?: string
} {
  return schema === undefined ? {} : { schema }
}

// Its list reports the time of each message.
const SIMULATED_PROVIDER = 'ip1'

/** An archive in memory of the simulator's conversations, as one provider lists them. */
async function simulatedArchive(
  address: ArchiveAddress,
  { provider = SIMULATED_PROVIDER, account }: ArchiveFilters,
  signal: AbortSignal,
): Promise<Archive> {
  await using opened = await openReader(provider, { simulate: true }, signal)
  const archive = await openArchiveToSync(address)
  for (const participant of opened.simulated) {
    await archive.sync(opened.reader, participant, { account, signal })
  }
  return archive
}
