import { UsageError } from '../errors/usage-error.ts'
import type { ArchiveFilters, ArchiveOptions } from '../options/archive-options.ts'
import type { PagingOptions } from '../options/paging-options.ts'
import type { ReaderOptions } from '../options/reader-options.ts'
import { ARCHIVE } from './archive-address.ts'

type SourceOptions = ArchiveOptions & ArchiveFilters & ReaderOptions & PagingOptions

/** @throws {UsageError} for an option of the archive if a provider is read, and the reverse. */
export function checkSourceOptions(name: string, command: string, options: SourceOptions): void {
  const { archive, provider, account, concurrency, credentialsFile, baseUrl } = options
  if (name === ARCHIVE) {
    const unfit = {
      '--concurrency': concurrency,
      '--credentials-file': credentialsFile,
      '--base-url': baseUrl,
    }
    refuse(unfit, 'goes with a provider. The archive is read without requests')
  } else {
    const unfit = { '--archive': archive, '--provider': provider, '--account': account }
    refuse(unfit, `goes with \`sms ${command} ${ARCHIVE}\``)
  }
}

function refuse(options: Readonly<Record<string, unknown>>, reason: string): void {
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined) throw new UsageError(`${option} ${reason}. Omit it.`)
  }
}
