import { SmsError } from '@sms/core'
import { startSimulator } from '@sms/simulator'
import { progress } from './progress.ts'
import { isConfigured, realProviders } from './real-provider.ts'
import { section } from './section.ts'
import { simulatedSources } from './simulated-sources.ts'
import type { Source } from './source.ts'

const participant = process.argv[2] ?? process.env['SMS_PARTICIPANT'] ?? ''

try {
  if (!realProviders.some(isConfigured)) await readSimulator()
  else if (participant !== '') await readAccounts()
  else {
    progress(
      'Credentials are set, but whose conversation to read is not: add a phone number such as +46701740605',
    )
    progress('as the first argument, or as SMS_PARTICIPANT.')
    process.exitCode = 2
  }
} catch (error) {
  if (!SmsError.is(error)) throw error
  progress(`${error.code}: ${error.message}`)
  process.exitCode = 1
}

async function readSimulator(): Promise<void> {
  if (participant !== '')
    progress(`no credentials are set for reading ${participant}: the simulator answers instead`)
  // A length at which the conversations shown end well.
  await using simulator = await startSimulator({ messages: 114 })
  progress(`simulator … listening on ${simulator.url}`)
  await print(simulatedSources(simulator))
}

async function readAccounts(): Promise<void> {
  for (const { name, variables } of realProviders.filter((provider) => !isConfigured(provider))) {
    progress(`${name} … skipped: ${variables.join(' and ')} not set`)
  }
  await print(realProviders.filter(isConfigured).map(({ create }) => ({ reader: create(), participant })))
}

async function print(sources: readonly Source[]): Promise<void> {
  // Undefined where stdout is no terminal, 0 where the terminal does not know; a few columns hold no chat.
  const width = Math.max(20, process.stdout.columns || 80)
  const lines: string[] = []
  for (const source of sources) lines.push(...(await section(source, width)), '')
  // All at once and at the end, so that no progress comes between.
  lines.push('All times are UTC.')
  process.stdout.write(`${lines.join('\n')}\n`)
}
