import { fileURLToPath } from 'node:url'
import { runProgram } from '@sms/config/run-program'
import type { Simulator } from '@sms/simulator'
import { originOf, simulatedProviders } from './providers.ts'

const preload = new URL('provider-fetch.ts', import.meta.url).href
const folder = fileURLToPath(new URL('..', import.meta.url))
const SECONDS = 20

const ORIGINS = await Promise.all(simulatedProviders.map(originOf))

/** How an example ran. */
export interface ExampleRun {
  readonly stdout: string
  /** What it printed before it failed; empty if all is well. */
  readonly failure: string
}

/** Runs an example as its reader would, with the simulator behind it. */
export async function runExample(path: string, simulator: Simulator): Promise<ExampleRun> {
  const env = {
    ...environmentOf(simulator),
    PROVIDER_ORIGINS: ORIGINS.join(' '),
    SIMULATOR_URL: simulator.url,
  }
  const options = { cwd: folder, env, timeout: SECONDS * 1000 }
  const { status, stdout, stderr } = await runProgram(process.execPath, ['--import', preload, path], options)
  const timedOut = status === null ? `It had not ended after ${SECONDS} s.` : ''
  return { stdout, failure: status === 0 ? '' : `${stdout}${stderr}${timedOut}` }
}

/** The environment variables of an account at every provider. */
function environmentOf(simulator: Simulator): Readonly<Record<string, string>> {
  const accounts: Readonly<Record<string, Readonly<Record<string, string>>>> = simulator.providers
  return Object.fromEntries(
    simulatedProviders.flatMap((provider) => {
      const account = accounts[provider.name] ?? {}
      return Object.entries(provider.variables).map(([option, variable]) => [variable, account[option] ?? ''])
    }),
  )
}
