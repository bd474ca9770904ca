import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MessageReader } from '@sms/core'
import { resolve } from 'import-meta-resolve'
import { UsageError } from '../errors/usage-error.ts'
import type { InstalledProvider } from './installed-providers.ts'

/** Creates a provider's readers. */
export type Factory = (options: Readonly<Record<string, string | typeof globalThis.fetch>>) => MessageReader

/** @throws {UsageError} if the package cannot be imported, or does not export the factory that it declares. */
export async function loadProvider(provider: InstalledProvider): Promise<Factory> {
  const { packageName, factory } = provider
  const found: unknown = (await importModule(provider))[factory]
  if (typeof found !== 'function') {
    throw new UsageError(
      `${packageName} does not export the factory ${factory} that it declares. Install another version.`,
    )
  }
  return (options) => {
    const reader = (found as Factory)(options)
    if (reader.contractVersion === 1) return reader
    throw new UsageError(`${packageName} and sms implement different versions of the contract. Update both.`)
  }
}

async function importModule({
  packageName,
  parent,
}: InstalledProvider): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(resolve(packageName, pathToFileURL(join(parent, 'package.json')).href))
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(
      `${packageName} cannot be imported: ${problem.replace(/\.$/, '')}. Install it again.`,
      { cause },
    )
  }
}
