import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Offer, Offered } from './offer.ts'

const program = fileURLToPath(new URL('server-process.ts', import.meta.url))

/** The server that everything is read from, in a process of its own. */
export interface BenchServer extends AsyncDisposable {
  /** Has it serve a list, in place of the one before. All its bytes are there when this resolves. */
  offer(list: Offer): Promise<Offered>
}

export function spawnServer(): BenchServer {
  const child = fork(program, { execArgv: [] })
  const exit = once(child, 'exit')
  const ended = exit.then(([status, signal]) => {
    throw new Error(`the server ended too early: ${signal ?? `status ${status}`}`)
  })
  // A caller that waits for a response gets the rejection. If none waits, the server may end.
  ended.catch(() => undefined)

  return {
    async offer(list) {
      const answered = once(child, 'message')
      child.send(list)
      const [offered] = await Promise.race([answered, ended])
      // What comes is what `serve` of server-process.ts gives, which the compiler cannot see.
      return offered as Offered
    },
    async [Symbol.asyncDispose]() {
      child.disconnect()
      await exit
    },
  }
}
