import { parseArgs } from 'node:util'
import { faultNames } from '../faults/faults.ts'
import type { FaultShares } from '../faults/fault-shares.ts'
import { type Simulator, startSimulator } from '../simulator.ts'

const usage = `Usage: sms-simulator [options]

Responds like four SMS providers on 127.0.0.1, with made-up conversations, until it is interrupted.

  --seed NUMBER          the seed of all conversations (default: 12)
  --messages NUMBER      messages in each conversation (default: 120, at most 1000000)
  --participants NUMBER  number of conversations (default: 5, at most 85)
  --port NUMBER          port to listen on (default: 0, any free port)
  --latency NUMBER       milliseconds to wait before each response (default: 0)
  --faults NAME=SHARE    a fault, and its share of the requests from 0 to 1. Separate several by commas:
                         reset=0.05,unavailable=0.1 (default: no faults)
  --retry-after NUMBER   Retry-After of the fault rate-limited in seconds (default: 1)
  --help                 print this help

Faults: ${faultNames.join(', ')}
`

try {
  const {
    help,
    faults,
    'retry-after': retryAfter,
    ...others
  } = parseArgs({
    options: {
      seed: { type: 'string' },
      messages: { type: 'string' },
      participants: { type: 'string' },
      port: { type: 'string' },
      latency: { type: 'string' },
      faults: { type: 'string' },
      'retry-after': { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values
  if (help) process.stdout.write(usage)
  else {
    const numbers = retryAfter === undefined ? others : { ...others, retryAfter }
    const options = Object.entries(numbers).map(([name, value]) => [name, Number(value)])
    run(await startSimulator({ ...Object.fromEntries(options), faults: sharesIn(faults) }))
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 1
}

function sharesIn(text = ''): FaultShares {
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
