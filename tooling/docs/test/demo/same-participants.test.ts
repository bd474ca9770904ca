import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startSimulator } from '@sms/simulator'
import { expect, test } from 'vitest'

const bin = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@sms/cli/package.json')))

test('`sms --simulate` knows the participants that the simulator names by default', async () => {
  await using simulator = await startSimulator()
  const words = ['conversations', 'conversations-rcs', '--simulate', '--format', 'jsonl']
  const { stdout } = spawnSync(process.execPath, [bin, ...words], { encoding: 'utf8', env: {} })
  const listed = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly participant: string }).participant)
  expect(listed.toSorted()).toEqual(simulator.participants.toSorted())
})
