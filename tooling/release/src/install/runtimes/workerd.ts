import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { outputOf } from '@sms/config/run-program'
import { build } from 'rolldown'
import type { Proof } from '../../../program/prove.ts'
import { type Runtime, TIMEOUT } from '../runtime.ts'
import { runtimeFile } from './runtime-file.ts'

/** Without workerd's modules of Node.js, and with no network but this machine. */
const CONFIGURATION = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.bundled.js")],
      compatibilityDate = "2026-11-01",
      compatibilityFlags = ["no_nodejs_compat", "no_nodejs_compat_v2"],
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
`

export const workerd: Runtime = {
  name: 'workerd',
  async version() {
    const printed = await outputOf(await binary(), ['--version'], { cwd: '.' })
    return printed.replace('workerd', '').trim()
  },
  async prove(folder, { task }) {
    await bundle(folder)
    writeFileSync(join(folder, 'workerd.capnp'), CONFIGURATION)
    const child = spawn(await binary(), ['serve', 'workerd.capnp', '--control-fd=3'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
      timeout: TIMEOUT,
    })
    try {
      const port = await listeningPort(child.stdio[3] as Readable)
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        body: JSON.stringify(task),
      })
      return (await response.json()) as readonly Proof[]
    } finally {
      child.kill()
      await once(child, 'close')
    }
  },
}

function binary(): Promise<string> {
  return runtimeFile('.bin/workerd')
}

/** A worker's imports are resolved before it is deployed. */
async function bundle(folder: string): Promise<void> {
  await build({
    cwd: folder,
    input: 'worker.js',
    output: { file: join(folder, 'worker.bundled.js') },
    platform: 'browser',
    resolve: { conditionNames: ['workerd', 'worker', 'browser', 'import', 'default'] },
    logLevel: 'silent',
  })
}

async function listeningPort(control: Readable): Promise<number> {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number }
    if (event === 'listen' && port !== undefined) return port
  }
  throw new Error('workerd ended before it listened; what it printed on stderr says why')
}
