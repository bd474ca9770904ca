import { parseArgs } from 'node:util'
import { changeNames } from '../changes/changes.ts'
import { faultNames } from '../faults/faults.ts'
import { type Simulator, startSimulator } from '../simulator.ts'

const usage = `Usage: sms-simulator [options]

Responds like four SMS providers on 127.0.0.1, with made-up conversations, until it is interrupted.

  --seed NUMBER          the seed of all conversations (default: 12)
  --messages NUMBER      messages in each conversation (default: 120, at most 1000000)
  --participants NUMBER  number of conversations (default: 5, at most 85)
  --entries NUMBER       entries of each conversation in the list of conversations-rcs (default: 1, at most 10)
  --excess NUMBER        how many messages more the totals count than the lists have (default: 0)
  --port NUMBER          port to listen on (default: 0, any free port)
  --latency NUMBER       milliseconds to wait before each response (default: 0)
  --faults NAME=SHARE    a fault, and its share of the requests from 0 to 1. Separate several by commas:
                         reset=0.05,unavailable=0.1 (default: no faults)
  --changes NAME=SHARE   a change of a conversation, and the share of the requests that it happens before, in the same
                         form: arrival=0.1,status=0.3 (default: no changes)
  --retry-after NUMBER   Retry-After of the fault rate-limited in seconds (default: 1)
  --help                 print this help

Faults: ${faultNames.join(', ')}
Changes: ${changeNames.join(', ')}
`

try {
  const {
    help,
    faults,
    changes,
    'retry-after': retryAfter,
    ...others
  } = parseArgs({
    options: {
      seed: { type: 'string' },
      messages: { type: 'string' },
      participants: { type: 'string' },
      entries: { type: 'string' },
      excess: { type: 'string' },
      port: { type: 'string' },
      latency: { type: 'string' },
      faults: { type: 'string' },
      changes: { type: 'string' },
      'retry-after': { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values
  if (help) process.stdout.write(usage)
  else {
    const numbers = retryAfter === undefined ? others : { ...others, retryAfter }
    const options = Object.entries(numbers).map(([name, value]) => [name, Number(value)])
    const shares = { faults: sharesIn(faults), changes: sharesIn(changes) }
    run(await startSimulator({ ...Object.fromEntries(options), ...shares }))
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 1
}

function sharesIn(text = ''): Record<string, number> {
  const shares = text.split(',').filter((share) => share !== '')
  return Object.fromEntries(
    shares.map((share) => {
      const [name = '', size] = share.split('=')
      return [name, Number(size || 'none')]
    }),
  )
}

function run(simulator: Simulator): void {
  process.stdout.write(greeting(simulator))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void simulator.close())
}

/** Everything except the variables is a comment, so that a user can paste all of it into a shell. */
function greeting({ url, smstools, conversationsRcs, ip1, twilio, participants }: Simulator): string {
  return `# The simulator listens on ${url}

# smstools: ${smstools.baseUrl}
export SMSTOOLS_CLIENT_ID=${smstools.clientId}
export SMSTOOLS_CLIENT_SECRET=${smstools.clientSecret}

# conversations-rcs: ${conversationsRcs.baseUrl}
export OCTOPUSH_API_LOGIN=${conversationsRcs.apiLogin}
export OCTOPUSH_API_KEY=${conversationsRcs.apiKey}

# ip1: ${ip1.baseUrl}
export IP1_API_KEY=${ip1.apiKey}

# twilio: ${twilio.baseUrl}
export TWILIO_ACCOUNT_SID=${twilio.accountSid}
export TWILIO_API_KEY=${twilio.apiKey}
export TWILIO_API_SECRET=${twilio.apiSecret}

# Participants
${participants.map((participant) => `# ${participant}`).join('\n')}
`
}
