import { fileURLToPath } from 'node:url'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runExample } from '../src/run-example.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12 })
})
afterAll(() => simulator.close())

function example(name: string): string {
  return fileURLToPath(new URL(`examples/${name}.ts`, import.meta.url))
}

describe('an example', () => {
  test('is answered by the simulator whichever provider it asks', async () => {
    expect(await runExample(example('every-provider'), simulator)).toEqual({ stdout: '', failure: '' })
    expect(simulator.requests).toBeGreaterThanOrEqual(3)
  })

  test('may not call another host', async () => {
    const { failure } = await runExample(example('another-host'), simulator)
    expect(failure).toBe('An example may not call https://example.com\n')
  })

  test('fails with what it printed', async () => {
    const { failure } = await runExample(example('no-such-file'), simulator)
    expect(failure).toContain('ERR_MODULE_NOT_FOUND')
  })
})
