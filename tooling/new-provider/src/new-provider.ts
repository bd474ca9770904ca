import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CopyError, copyTemplate } from './copy-template.ts'
import { registerProvider } from './register-provider.ts'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))

const [name = ''] = process.argv.slice(2)
try {
  copyTemplate(name, join(REPOSITORY, 'packages'))
  registerProvider(name, REPOSITORY)
  process.stdout
    .write(`Created packages/${name}: a provider that keeps the contract, for an API that does not exist.
Next, as packages/core/PROVIDERS.md explains:

1. Describe your API in \`src/\`: schema, participant, api, normalize, error-body, provider, in this order.
2. Remove the fixtures of the template from \`test/fixtures/\`, and record or write those of your API.
3. npx pnpm@12 turbo run test --filter=@sms/${name}: builds and tests it.
4. Correct package.json and the README, and run npx pnpm@12 turbo run tables --filter=@sms/docs.
5. Run the other commands of the section "Finish".
`)
} catch (error) {
  if (!(error instanceof CopyError)) throw error
  process.stderr.write(`${error.message}\nUsage: npx pnpm@12 new-provider NAME\n`)
  process.exitCode = 1
}
