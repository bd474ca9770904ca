import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SimulatorAddress } from '../providers.ts'
import type { Counts, Question } from './questions.ts'

const program = fileURLToPath(new URL('simulator-process.ts', import.meta.url))

export interface SpawnedSimulator extends AsyncDisposable {
  readonly address: SimulatorAddress
  begin(lane: number): Promise<void>
  end(lane: number): Promise<readonly number[]>
  counts(): Promise<Counts>
}

/** @param longestWait The most milliseconds that it takes to respond. */
export async function spawnSimulator(longestWait: number): Promise<SpawnedSimulator> {
  const child = fork(program, [String(longestWait)], { execArgv: [] })
  const waiting: ((answer: unknown) => void)[] = []
  // Answers come in the order of the questions.
  child.on('message', (answer) => waiting.shift()?.(answer))
  child.on('exit', (status) => {
    if (waiting.length > 0) throw new Error(`the simulator ended with status ${status}`)
  })

  /** The next answer of `answerTo` in simulator-process.ts, whose type the compiler cannot see. */
  function next<Answer>(): Promise<Answer> {
    return new Promise((resolve) => waiting.push((answer) => resolve(answer as Answer)))
  }
  function ask<Answer>(question: Question): Promise<Answer> {
    child.send(question)
    return next<Answer>()
  }

  return {
    address: await next<SimulatorAddress>(),
    begin: (lane) => ask<void>({ what: 'begin', lane }),
    end: (lane) => ask<readonly number[]>({ what: 'end', lane }),
    counts: () => ask<Counts>({ what: 'counts' }),
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}
