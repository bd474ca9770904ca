import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CopyError, copyTemplate } from './copy-template.ts'
import { registerProvider } from './register-provider.ts'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))

const [name = ''] = process.argv.slice(2)
try {
  copyTemplate(name, join(REPOSITORY, 'packages'))
  registerProvider(name, REPOSITORY)
  process.stdout.write(`packages/${name} is there, and keeps the contract for an API that nobody has.
Next, as packages/core/PROVIDERS.md explains:

1. Write to \`src/\` what your API is: schema, participant, api, normalize, error-body, provider, in this order.
2. Write to \`test/fixtures/\` what it answers, or record it (see packages/conformance/README.md).
3. npx pnpm@12 turbo run test --filter=@sms/${name}: builds and tests it; what fails is what is left to do.
4. npx pnpm@12 turbo run tables --filter=@sms/docs: that gives it a column in the README.
`)
} catch (error) {
  if (!(error instanceof CopyError)) throw error
  process.stderr.write(`${error.message}\nUsage: npx pnpm@12 new-provider NAME\n`)
  process.exitCode = 1
}
