import { open, rename } from 'node:fs/promises'
import type { Destination } from './destination.ts'
import { type LockedFile, lockFile, placeOf } from './locked-file.ts'
import type { Target } from './target.ts'

/** @throws {UsageError} if the file cannot be written, or another run writes it. */
export async function wholeFileTarget(output: string): Promise<Target> {
  const file = await lockFile('--output', output)
  return {
    state: null,
    open: (head) => wholeFile(file, head),
    [Symbol.asyncDispose]: () => file.release(),
  }
}

/** A file that appears, or replaces an older file, when it is complete. */
export async function wholeFile(output: LockedFile, head: string): Promise<Destination> {
  const { name, path, scratch } = output
  const file = await open(scratch, 'ax', 0o600)
  await file.appendFile(head)

  async function finish(rest: string): Promise<string> {
    await file.appendFile(rest)
    await file.sync()
    await file.close()
    const place = placeOf(output)
    await rename(scratch, path)
    await output.release()
    return place
  }

  return {
    position: () => null,
    append: (text) => file.appendFile(text),
    finish,
    async finishPartly(rest) {
      await finish(rest)
      return `${name} contains the others. To be able to try the failed ones again, add --resume STATE.`
    },
    async abandon() {
      await file.close()
      await output.release()
      return `${name} was not written. To be able to resume, add --resume STATE.`
    },
  }
}
