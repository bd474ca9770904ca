import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { changePaging, type Paging } from './change-paging.ts'

const TEMPLATE = fileURLToPath(new URL('../template', import.meta.url))

const LEFT_BEHIND = ['node_modules', 'dist', '.turbo', '.test-results.json']

/** An error whose message may be shown to the user of the command. */
export class CopyError extends Error {}

/**
 * Copies the template of a provider under another name.
 *
 * @param name In lower case, words joined by dashes: the package becomes `@sms/name`, its factory `createName`.
 * @param paging How the API of the copy lets pages be requested.
 * @returns The folder of the copy.
 * @throws {CopyError} If no package can have this name, or if it is taken.
 */
export function copyTemplate(name: string, packages: string, paging: Paging = 'offsets'): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new CopyError(
      'A provider’s name is of lower-case letters and digits, words joined by dashes: acme, acme-sms.',
    )
  }
  const folder = join(packages, name)
  if (existsSync(folder))
    throw new CopyError(`There is a ${folder} already; choose another name or remove it.`)
  cpSync(TEMPLATE, folder, { recursive: true, filter: (source) => !isLeftBehind(source) })
  changePaging(folder, paging)
  for (const file of filesOf(folder)) writeFileSync(file, renamed(readFileSync(file, 'utf8'), name))
  publish(join(folder, 'package.json'))
  return folder
}

function isLeftBehind(source: string): boolean {
  return LEFT_BEHIND.some((name) => source === join(TEMPLATE, name))
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

function renamed(text: string, name: string): string {
  const words = name.split('-')
  const capitalised = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
  return (
    text
      // A copy is in `packages`, beside `tooling`.
      .replaceAll('../config/', '../tooling/config/')
      .replaceAll('TEMPLATE', words.join('_').toUpperCase())
      .replaceAll('Template', capitalised)
      .replaceAll('template', name)
  )
}

interface Manifest {
  readonly private?: boolean
  readonly keywords: readonly string[]
}

/** The template is private; its copy is not. */
function publish(manifest: string): void {
  const { private: _, ...fields } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  // Sorted again, as the formatter requires: one of them has a new name.
  const keywords = fields.keywords.toSorted()
  writeFileSync(manifest, `${JSON.stringify({ ...fields, keywords }, null, 2)}\n`)
}
