import { fileURLToPath } from 'node:url'
import { RepositoryError, writeRepository } from './repository.ts'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

const [url = ''] = process.argv.slice(2)
try {
  writeRepository(ROOT, url)
  process.stdout.write('Every package names this repository now. Commit it.\n')
} catch (error) {
  if (!(error instanceof RepositoryError)) throw error
  process.stderr.write(`${error.message}\nUsage: npx pnpm@12 set-repository URL\n`)
  process.exitCode = 1
}
