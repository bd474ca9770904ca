import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A path for a database, whose folder is removed at the end of the block. */
export async function temporaryDatabase(): Promise<AsyncDisposable & { readonly file: string }> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'archive-bench-'))
  return { file: join(folder.path, 'sms.db'), [Symbol.asyncDispose]: () => folder.remove() }
}
