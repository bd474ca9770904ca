import { rename, unlink } from 'node:fs/promises'
import type { Destination } from './destination.ts'
import { createPart, partOf } from './part-file.ts'

/** A file that is there when it is whole, and not before. */
export async function wholeFile(path: string, head: string): Promise<Destination> {
  const part = await createPart(path)
  await part.appendFile(head)

  async function finish(rest: string): Promise<void> {
    await part.appendFile(rest)
    await part.sync()
    await part.close()
    await rename(partOf(path), path)
  }

  return {
    position: () => null,
    append: (text) => part.appendFile(text),
    finish,
    async finishPartly(rest) {
      await finish(rest)
      return `${path} holds the others; to be able to try these again, add --resume STATE.`
    },
    async abandon() {
      await part.close()
      await unlink(partOf(path))
      return `${path} was not written; to be able to go on, add --resume STATE.`
    },
  }
}
