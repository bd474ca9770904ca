import { fileURLToPath } from 'node:url'
import { runProgram } from '@sms/config/run-program'
import type { Simulator } from '@sms/simulator'

const preload = new URL('provider-fetch.ts', import.meta.url).href
const folder = fileURLToPath(new URL('..', import.meta.url))
const SECONDS = 20

/** How an example ran. */
export interface ExampleRun {
  readonly stdout: string
  /** What it printed before it failed; empty if all is well. */
  readonly failure: string
}

/** Runs an example as its reader would, with the simulator behind it. */
export async function runExample(path: string, simulator: Simulator): Promise<ExampleRun> {
  const { smstools, conversationsRcs, ip1 } = simulator
  const env = {
    SMSTOOLS_CLIENT_ID: smstools.clientId,
    SMSTOOLS_CLIENT_SECRET: smstools.clientSecret,
    OCTOPUSH_API_LOGIN: conversationsRcs.apiLogin,
    OCTOPUSH_API_KEY: conversationsRcs.apiKey,
    IP1_API_KEY: ip1.apiKey,
    SIMULATOR_URL: simulator.url,
  }
  const options = { cwd: folder, env, timeout: SECONDS * 1000 }
  const { status, stdout, stderr } = await runProgram(process.execPath, ['--import', preload, path], options)
  const timedOut = status === null ? `It had not ended after ${SECONDS} s.` : ''
  return { stdout, failure: status === 0 ? '' : `${stdout}${stderr}${timedOut}` }
}
