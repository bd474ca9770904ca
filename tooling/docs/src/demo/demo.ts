import { commandsFor } from './commands.ts'
import { type DemoProvider, demoProviders, show } from './sms.ts'

// Whom the simulator has conversations with: in Greek, Swedish and English.
const SIMULATED = ['+46701740677', '+46701740641', '+46701740605']

const participant = process.argv[2] ?? process.env['SMS_PARTICIPANT'] ?? ''
const providers = demoProviders()
const configured = providers.filter(isConfigured)

// A reader such as `head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

if (configured.length === 0 && participant === '') await showSimulator()
else if (configured.length === 0) explainCredentials()
else if (participant !== '') await showAccounts()
else {
  tell('Credentials are set, but whose conversation to read is not: add a phone number such as +46701740605')
  tell('as the first argument, or as SMS_PARTICIPANT.')
  process.exitCode = 2
}

function showSimulator(): Promise<void> {
  return showAll(
    providers.flatMap((provider, index) =>
      commandsFor(provider, SIMULATED[index % SIMULATED.length] ?? '', ['--simulate']),
    ),
  )
}

function explainCredentials(): void {
  tell(`To read ${participant}, set the environment variables of one provider or more:`)
  for (const { provider, credentials } of providers) tell(`  ${provider}: ${namesOf(credentials)}`)
  tell('To see simulated conversations, run the demo without a phone number and without SMS_PARTICIPANT.')
  process.exitCode = 2
}

function showAccounts(): Promise<void> {
  for (const { provider, credentials } of providers.filter((one) => !isConfigured(one))) {
    tell(`${provider} … skipped: ${namesOf(credentials)} not set`)
  }
  return showAll(configured.flatMap((provider) => commandsFor(provider, participant, [])))
}

/** Ends with the first command that fails, as that did. */
async function showAll(commands: readonly (readonly string[])[]): Promise<void> {
  for (const [index, args] of commands.entries()) {
    tell(`${index + 1} of ${commands.length} …`)
    process.exitCode = await show(...args)
    if (process.exitCode !== 0) return
  }
}

/** Whether any of the credentials is set: half of them is a mistake that the command names. */
function isConfigured({ credentials }: DemoProvider): boolean {
  return Object.values(credentials).includes('set')
}

function namesOf(credentials: DemoProvider['credentials']): string {
  return Object.keys(credentials).join(', ')
}

/** Prints progress on stderr: stdout is for what was read. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
