import type { MessageReader } from '@sms/core'
import { TEMPLATE } from '@sms/config/workspace'
import { manifestOf, providerFolders } from './documents.ts'

/** A package that creates readers. */
export interface DocumentedProvider {
  /** Its folder, relative to the root. */
  readonly folder: string
  /** The option for each of its credentials, and the environment variable that it may come from instead. */
  readonly credentials: Readonly<Record<string, string>>
  create(options: object): MessageReader
}

/** The providers that can be installed, in the order of the tables. */
export const providers: readonly DocumentedProvider[] = await Promise.all(providerFolders.map(load))

/** A new provider begins as a copy of it. */
export const template: DocumentedProvider = await load(TEMPLATE)

/** A reader whose capabilities are shown. It reads nothing, so any credential will do. */
export function readerOf({ create, credentials }: DocumentedProvider): MessageReader {
  return create(Object.fromEntries(Object.keys(credentials).map((option) => [option, 'any'])))
}

async function load(folder: string): Promise<DocumentedProvider> {
  const { name, sms } = manifestOf(folder)
  if (sms === undefined) throw new Error(`${folder} has no \`sms\` in its package.json.`)
  const { credentials, factory } = sms
  const offered: Readonly<Record<string, DocumentedProvider['create']>> = await import(name)
  const create = offered[factory]
  if (create === undefined) throw new Error(`${name} does not export ${factory}.`)
  return { folder, credentials, create }
}
