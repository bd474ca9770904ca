import { fileURLToPath } from 'node:url'
import { entryPoints } from './entry-points.ts'
import { readReference } from './reference.ts'

const folder = fileURLToPath(new URL('../dist', import.meta.url))

const reference = await readReference(entryPoints())
if (reference.problems.length === 0) await reference.write(folder)
else {
  process.stderr.write(`${reference.problems.join('\n')}\n`)
  process.stderr.write(
    'Every public name needs a doc comment, and every function and class an @example: write them.\n',
  )
  process.exitCode = 1
}
