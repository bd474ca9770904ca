import type { MessageReader } from '@sms/core'
import { manifestOf, providerFolders } from './workspace.ts'

/** A package that makes readers. */
export interface Provider {
  /** Its folder, relative to the root. */
  readonly folder: string
  /** The option for each of its credentials, and the environment variable that it may come from instead. */
  readonly credentials: Readonly<Record<string, string>>
  create(options: object): MessageReader
}

/** The providers that can be installed, in the order of the tables. */
export const providers: readonly Provider[] = await Promise.all(providerFolders.map(load))

/** What a new provider begins as. */
export const template: Provider = await load('tooling/provider-template')

/** A reader to be asked what it can do: since it reads nothing, any credential will do. */
export function readerOf({ create, credentials }: Provider): MessageReader {
  return create(Object.fromEntries(Object.keys(credentials).map((option) => [option, 'any'])))
}

async function load(folder: string): Promise<Provider> {
  const { name, sms } = manifestOf(folder)
  if (sms === undefined) throw new Error(`${folder} has no \`sms\` in its package.json.`)
  const { credentials, factory } = sms
  const offered: Readonly<Record<string, Provider['create']>> = await import(name)
  const create = offered[factory]
  if (create === undefined) throw new Error(`${name} does not export ${factory}.`)
  return { folder, credentials, create }
}
