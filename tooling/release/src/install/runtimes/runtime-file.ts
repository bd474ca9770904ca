import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installTools } from '../../registry/install-tools.ts'

const RUNTIMES = fileURLToPath(new URL('../../../tools/runtimes', import.meta.url))

/** The path of a file that belongs to one of the runtimes that are npm packages. */
export async function runtimeFile(path: string): Promise<string> {
  return join(await installTools(RUNTIMES), 'node_modules', path)
}
