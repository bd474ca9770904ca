import { fileURLToPath } from 'node:url'
import { runProgram } from '@sms/config/run-program'
import type { Simulator } from '@sms/simulator'

const preload = new URL('provider-fetch.ts', import.meta.url).href
const folder = fileURLToPath(new URL('..', import.meta.url))
const SECONDS = 20

/** Runs an example as its reader would, with the simulator behind it. Returns its complaints: empty if all is well. */
export async function runExample(path: string, simulator: Simulator): Promise<string> {
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
  if (status === 0) return ''
  return `${stdout}${stderr}${status === null ? `It had not ended after ${SECONDS} s.` : ''}`
}
