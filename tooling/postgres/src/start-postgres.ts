import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerVersion } from './find-programs.ts'
import type { Command, Outcome } from './server-messages.ts'

const PROGRAM = fileURLToPath(new URL('server-program.ts', import.meta.url))

/** A server that no one else uses. At its end, nothing of it is left. */
export interface PostgresServer extends AsyncDisposable {
  /** With the name of its administrator, and its password. */
  readonly url: string
  /** Where it keeps its files. */
  readonly dataFolder: string
  /** Ends its connections, and the server after what is to be written. */
  stop(): Promise<void>
  /** Ends it with SIGKILL, as a crash does. */
  kill(): Promise<void>
  /** Starts it again, at the same address. */
  start(): Promise<void>
  restart(): Promise<void>
}

/** Starts a server with an empty database, on a free port. */
export async function startPostgres({
  version,
}: {
  readonly version: ServerVersion
}): Promise<PostgresServer> {
  // Detached: what interrupts the tests at a terminal does not interrupt it, and it can still clean up.
  const keeper = fork(PROGRAM, {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  keeper.unref()
  const password = randomBytes(12).toString('base64url')
  const dispose = async (): Promise<void> => {
    const ended = once(keeper, 'exit')
    keeper.ref()
    keeper.disconnect()
    await ended
  }
  try {
    await run(keeper, { name: 'initialize', version, password })
    const { port, dataFolder } = await run(keeper, { name: 'start' })
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
    const stop = async (): Promise<void> => {
      await run(keeper, { name: 'stop' })
    }
    const start = async (): Promise<void> => {
      await run(keeper, { name: 'start' })
    }
    return {
      url,
      dataFolder,
      stop,
      start,
      kill: async () => {
        await run(keeper, { name: 'kill' })
      },
      restart: async () => {
        await stop()
        await start()
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

async function run(keeper: ChildProcess, command: Command): Promise<Exclude<Outcome, { error: string }>> {
  // An idle server does not keep the program from ending that has started it.
  keeper.channel?.ref()
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    const fail = (): void => reject(new Error('The process that runs the server has ended.'))
    keeper.once('exit', fail)
    keeper.once('message', (message: Outcome) => {
      keeper.off('exit', fail)
      resolve(message)
    })
    keeper.send(command)
  })
  keeper.channel?.unref()
  if ('error' in outcome) throw new Error(outcome.error)
  return outcome
}
