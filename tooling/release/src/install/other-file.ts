import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installTools } from '../registry/install-tools.ts'

const OTHERS = fileURLToPath(new URL('../../tools/others', import.meta.url))

/** The path of a file of an old runtime, or of another package manager. */
export async function otherFile(path: string): Promise<string> {
  return join(await installTools(OTHERS), 'node_modules', path)
}
