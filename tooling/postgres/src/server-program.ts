// Runs a server in a process of its own, as `start-postgres.ts` tells it to. When that process is gone, however it ended,
// the server is stopped and its files are deleted.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPrograms } from './find-programs.ts'
import { own, reachablePrograms, serverUser } from './server-user.ts'
import type { Command, Outcome } from './server-messages.ts'

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  // What the operating system was told to write survives a server that is killed. Only a power cut would lose it.
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=100',
]
/** Another process may take a free port first. */
const PORT_ATTEMPTS = 5

const user = serverUser()
const folder = mkdtempSync(join(tmpdir(), 'sms-postgres-'))
const dataFolder = join(folder, 'data')
let programs = ''
let server: ChildProcess | null = null
let port = 0

async function initialize(command: Command & { readonly name: 'initialize' }): Promise<void> {
  own(folder, user)
  programs = reachablePrograms(await findPrograms(command.version), user, folder)
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, command.password, { mode: 0o600 })
  own(passwordFile, user)
  const words = [
    `--pgdata=${dataFolder}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts as people do, as many servers do: a statement that needs the order of bytes has to say so.
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=en',
    '--no-sync',
    '--no-instructions',
  ]
  const { child, output } = runProgram('initdb', words)
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`initdb ended with ${status}:\n${output()}`)
}

async function start(): Promise<void> {
  if (port !== 0) return startAt(port)
  for (let attempt = 1; ; attempt += 1) {
    const free = await freePort()
    try {
      await startAt(free)
      port = free
      return
    } catch (error) {
      if (attempt === PORT_ATTEMPTS || !String(error).includes('could not bind')) throw error
    }
  }
}

async function startAt(at: number): Promise<void> {
  const words = ['-D', dataFolder, '-p', String(at), ...SETTINGS.flatMap((setting) => ['-c', setting])]
  for (;;) {
    const { child, output } = runProgram('postgres', words)
    const isReady = await new Promise<boolean>((resolve) => {
      child.stderr?.on('data', () => {
        if (output().includes('database system is ready to accept connections')) resolve(true)
      })
      child.on('close', () => resolve(false))
    })
    if (isReady) {
      server = child
      return
    }
    // The processes of a server that was killed are still ending.
    if (!output().includes('pre-existing shared memory block'))
      throw new Error(`The server did not start:\n${output()}`)
  }
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const ending = server
  if (ending === null) return
  server = null
  const closed = once(ending, 'close')
  ending.kill(signal)
  // Its processes hold its output open: it is closed when the last one has ended.
  await closed
}

/** Ends the server without waiting for what it would still write, and leaves nothing of it. */
async function disappear(): Promise<void> {
  await end('SIGQUIT')
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}

function runProgram(name: string, words: readonly string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(join(programs, name), words, {
    ...user,
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  let output = ''
  const keep = (part: Buffer): void => {
    output = (output + part.toString()).slice(-10_000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  // It is closed after that.
  child.on('error', (error) => keep(Buffer.from(error.message)))
  return { child, output: () => output }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

async function run(command: Command): Promise<void> {
  if (command.name === 'initialize') await initialize(command)
  else if (command.name === 'start') await start()
  else await end(command.name === 'stop' ? 'SIGINT' : 'SIGKILL')
}

/** Commands are run one after the other. */
let last: Promise<void> = Promise.resolve()

process.on('message', (command: Command) => {
  last = last.then(async () => {
    const outcome: Outcome = await run(command).then(
      () => ({ port, dataFolder }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    )
    if (process.connected) process.send?.(outcome)
  })
})
process.on('disconnect', () => {
  void last.then(disappear)
})
