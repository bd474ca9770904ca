import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { outputOf } from '@sms/config/run-program'

/**
 * Installs what the `package.json` of a folder names when it is first needed, and returns the folder with the
 * `node_modules`. This is for tools that are too large to be installed with every clone.
 *
 * @param folder One of `tools/`, with a `package.json` and perhaps a `package-lock.json`.
 */
export async function installTools(folder: string): Promise<string> {
  const cache = join(folder, '../../node_modules/.cache')
  const installed = join(cache, `${basename(folder)}-${digest(folder)}`)
  if (existsSync(installed)) return installed

  mkdirSync(cache, { recursive: true })
  const building = mkdtempSync(join(cache, 'installing-'))
  try {
    cpSync(folder, building, { recursive: true })
    await outputOf('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: building })
    renameSync(building, installed)
  } catch (error) {
    rmSync(building, { recursive: true, force: true })
    // Another process was faster; its installation is the same.
    if (!existsSync(installed)) throw error
  }
  return installed
}

function digest(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).toSorted()) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}
