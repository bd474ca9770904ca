import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SimulatorAddress } from './providers.ts'

const program = fileURLToPath(new URL('simulator-process.ts', import.meta.url))

export interface SpawnedSimulator extends AsyncDisposable {
  readonly address: SimulatorAddress
}

/** Starts a simulator in another process, whose memory is not counted as ours. */
export async function spawnSimulator(messages: number): Promise<SpawnedSimulator> {
  const child = spawn(process.execPath, [program, String(messages)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  const { done, value } = await lines[Symbol.asyncIterator]().next()
  if (done === true) throw new Error('the simulator ended before it told its address')
  return {
    address: JSON.parse(value) as SimulatorAddress,
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.stdin.end()
      await exit
    },
  }
}
