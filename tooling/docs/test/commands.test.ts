import { expect, test } from 'vitest'
import { unknownCommands } from '../src/commands.ts'

test.each([
  'npm install @sms/ip1 @sms/smstools',
  'npm install --save-dev @sms/simulator # for tests',
  'git clone https://example.com/sms.git && cd sms\nnpx pnpm@12 install',
  '# both the same\nnpm run demo -- +46701740605\npnpm demo +46701740605',
  'npx @sms/simulator --messages 5000',
  'sms messages ip1 --simulate',
  'IP1_API_KEY=key \\\n  SMS_PARTICIPANT=+46701740605 npm test',
  'export IP1_API_KEY=key',
  'npx pnpm@12 turbo run test --filter=@sms/docs',
  'npx pnpm@12 turbo run test --filter=@sms/ip1',
  'npx pnpm@12 --filter @sms/core prove',
  'npx pnpm@12 exec node server.ts',
  'node ../../packages/cli/dist/bin.js messages ip1',
  'rm test/fixtures/*',
])('%s: known', (script) => {
  expect(unknownCommands(script)).toEqual([])
})

test.each([
  'npm install @sms/no-such-package',
  'npm run no-such-script',
  'npm toString',
  'npx no-such-tool',
  'npx sms messages ip1 --simulate',
  'npx @sms/core',
  'git push',
  'npx pnpm@12 --filter @sms/docs test',
  'npx pnpm@12 exec curl https://example.com',
  'node ../../packages/cli/dist/no-such-program.js',
  'rm -r src',
  'curl https://example.com',
  'export curl',
  'npx pnpm@12 turbo run test --filter=@sms/no-such-package',
  'npx pnpm@12 turbo run no-such-script --filter=@sms/ip1',
  'npx pnpm@12 --filter @sms/core no-such-script',
])('%s: unknown', (command) => {
  expect(unknownCommands(`npm test && ${command}`)).toEqual([command])
})
