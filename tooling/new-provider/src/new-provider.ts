import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isPaging, PAGINGS } from './change-paging.ts'
import { CopyError, copyTemplate } from './copy-template.ts'
import { registerProvider } from './register-provider.ts'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { paging: { type: 'string', default: 'offsets' } },
  })
  const [name = ''] = positionals
  if (!isPaging(values.paging)) throw new CopyError(`--paging must be one of ${PAGINGS.join(', ')}.`)
  copyTemplate(name, join(REPOSITORY, 'packages'), values.paging)
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
  if (!(error instanceof CopyError || isOptionError(error))) throw error
  process.stderr.write(
    `${error.message}\nUsage: npx pnpm@12 new-provider NAME [--paging ${PAGINGS.join('|')}]\n`,
  )
  process.exitCode = 1
}

/** Whether `parseArgs` does not know an option, or misses its value. */
function isOptionError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
