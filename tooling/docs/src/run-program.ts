import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Simulator } from '@sms/simulator'

const preload = new URL('provider-fetch.ts', import.meta.url).href
const folder = fileURLToPath(new URL('..', import.meta.url))
const SECONDS = 20

/** How a program ran. */
export interface ProgramRun {
  readonly stdout: string
  /** What it printed before it failed; empty if all is well. */
  readonly failure: string
}

/** Runs a program as its reader would, with the simulator behind it. */
export async function runProgram(path: string, simulator: Simulator): Promise<ProgramRun> {
  const { smstools, conversationsRcs, ip1 } = simulator
  const env = {
    SMSTOOLS_CLIENT_ID: smstools.clientId,
    SMSTOOLS_CLIENT_SECRET: smstools.clientSecret,
    OCTOPUSH_API_LOGIN: conversationsRcs.apiLogin,
    OCTOPUSH_API_KEY: conversationsRcs.apiKey,
    IP1_API_KEY: ip1.apiKey,
    SIMULATOR_URL: simulator.url,
  }
  return new Promise((resolve) => {
    const options = { cwd: folder, env, timeout: SECONDS * 1000 }
    execFile(process.execPath, ['--import', preload, path], options, (error, stdout, stderr) => {
      const timedOut = error?.killed === true ? `It had not ended after ${SECONDS} s.` : ''
      resolve({ stdout, failure: error === null ? '' : `${stdout}${stderr}${timedOut}` })
    })
  })
}
