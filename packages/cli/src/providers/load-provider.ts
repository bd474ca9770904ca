import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MessageReader } from '@sms/core'
import { resolve } from 'import-meta-resolve'
import { UsageError } from '../errors/usage-error.ts'
import type { InstalledProvider } from './installed-providers.ts'

/** Makes a provider's readers. */
export type Factory = (options: Readonly<Record<string, string>>) => MessageReader

/** @throws {UsageError} when the package does not import, or does not export what it declares. */
export async function loadProvider(provider: InstalledProvider): Promise<Factory> {
  const { packageName, factory } = provider
  const found: unknown = (await importModule(provider))[factory]
  if (typeof found !== 'function') {
    throw new UsageError(
      `${packageName} declares the factory ${factory} and does not export it; install another version.`,
    )
  }
  return (options) => {
    const reader = (found as Factory)(options)
    if (reader.contractVersion === 1) return reader
    throw new UsageError(`${packageName} follows another contract than this program; update both.`)
  }
}

async function importModule({
  packageName,
  parent,
}: InstalledProvider): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(resolve(packageName, pathToFileURL(join(parent, 'package.json')).href))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${packageName} does not import: ${why}; install it again.`, { cause })
  }
}
