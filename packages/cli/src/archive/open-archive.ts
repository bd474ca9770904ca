import { existsSync } from 'node:fs'
import type { Archive } from '@sms/archive'
import { UsageError } from '../errors/usage-error.ts'
import type { ArchiveFilters, ArchiveOptions } from '../options/archive-options.ts'
import type { ReaderOptions } from '../options/reader-options.ts'
import { openReader } from '../providers/open-reader.ts'
import { archiveFile, IN_MEMORY } from './archive-address.ts'
import { loadArchive } from './load-archive.ts'

/** Opens the archive to write it. A missing file is made. */
export async function openArchiveToSync(file: string): Promise<Archive> {
  const { openArchive } = await loadArchive()
  return openArchive(file)
}

/**
 * Opens the archive to read it. With `--simulate` and without a file, it contains the conversations of the simulator.
 *
 * @throws {UsageError} if no file is named, or if it is missing.
 */
export async function openArchiveToRead(
  options: ArchiveOptions & ArchiveFilters & Pick<ReaderOptions, 'simulate'>,
  signal: AbortSignal,
): Promise<Archive> {
  const file = archiveFile(options)
  if (file === IN_MEMORY && options.simulate) return simulatedArchive(options, signal)
  if (!existsSync(file)) {
    throw new UsageError(`The archive ${file} does not exist. Check the name, or make it with \`sms sync\`.`)
  }
  return openArchiveToSync(file)
}

// Its list reports the time of each message.
const SIMULATED_PROVIDER = 'ip1'

/** An archive in memory of the simulator's conversations, as one provider lists them. */
async function simulatedArchive(
  { provider = SIMULATED_PROVIDER, account }: ArchiveFilters,
  signal: AbortSignal,
): Promise<Archive> {
  await using opened = await openReader(provider, { simulate: true }, signal)
  const archive = await openArchiveToSync(IN_MEMORY)
  for (const participant of opened.simulated) {
    await archive.sync(opened.reader, participant, { account, signal })
  }
  return archive
}
