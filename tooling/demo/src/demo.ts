import { commandsFor } from './commands.ts'
import { installedProviders, type Provider, show } from './sms.ts'

// Whom the simulator has conversations with: in Greek, Swedish and English.
const SIMULATED = ['+46701740677', '+46701740641', '+46701740605']

const participant = process.argv[2] ?? process.env['SMS_PARTICIPANT'] ?? ''
const providers = installedProviders()
const configured = providers.filter(isConfigured)

if (configured.length === 0) showSimulator()
else if (participant !== '') showAccounts()
else {
  tell('Credentials are set, but whose conversation to read is not: add a phone number such as +46701740605')
  tell('as the first argument, or as SMS_PARTICIPANT.')
  process.exitCode = 2
}

function showSimulator(): void {
  if (participant !== '')
    tell(`no credentials are set for reading ${participant}: the simulator answers instead`)
  showAll(
    providers.flatMap((provider, index) =>
      commandsFor(provider, SIMULATED[index % SIMULATED.length] ?? '', ['--simulate']),
    ),
  )
}

function showAccounts(): void {
  for (const { provider, credentials } of providers.filter((one) => !isConfigured(one))) {
    tell(`${provider} … skipped: ${Object.keys(credentials).join(' and ')} not set`)
  }
  showAll(configured.flatMap((provider) => commandsFor(provider, participant, [])))
}

/** Ends with the first command that fails, as that did. */
function showAll(commands: readonly (readonly string[])[]): void {
  for (const [index, args] of commands.entries()) {
    tell(`${index + 1} of ${commands.length} …`)
    process.exitCode = show(...args)
    if (process.exitCode !== 0) return
  }
}

/** Whether any of the credentials is set: half of them is a mistake that the command names. */
function isConfigured({ credentials }: Provider): boolean {
  return Object.values(credentials).includes('set')
}

/** What goes on, on stderr: stdout is for what was read. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
