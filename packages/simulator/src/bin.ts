#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { type Simulator, startSimulator } from './simulator.ts'

const usage = `Usage: sms-simulator [options]

Answers like three SMS providers on 127.0.0.1, with made-up conversations, until it is interrupted.

  --seed NUMBER          everything is made from it (default 1)
  --messages NUMBER      messages in each conversation (default 120, at most 1000000)
  --participants NUMBER  how many conversations (default 5, at most 85)
  --port NUMBER          port to listen on (default 0: any free one)
  --latency NUMBER       milliseconds to wait before each answer (default 0)
  --help                 print this
`

try {
  const { help, ...numbers } = parseArgs({
    options: {
      seed: { type: 'string' },
      messages: { type: 'string' },
      participants: { type: 'string' },
      port: { type: 'string' },
      latency: { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values
  if (help) process.stdout.write(usage)
  else {
    const entries = Object.entries(numbers).map(([name, value]) => [name, Number(value)])
    run(await startSimulator(Object.fromEntries(entries)))
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 1
}

function run(simulator: Simulator): void {
  process.stdout.write(greeting(simulator))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void simulator.close())
}

/** Everything but the variables is a comment, so the whole can be pasted into a shell. */
function greeting({ url, smstools, conversationsRcs, ip1, participants }: Simulator): string {
  return `# The simulator listens on ${url}

# smstools: ${smstools.baseUrl}
export SMSTOOLS_CLIENT_ID=${smstools.clientId}
export SMSTOOLS_CLIENT_SECRET=${smstools.clientSecret}

# conversations-rcs: ${conversationsRcs.baseUrl}
export OCTOPUSH_API_LOGIN=${conversationsRcs.apiLogin}
export OCTOPUSH_API_KEY=${conversationsRcs.apiKey}

# ip1: ${ip1.baseUrl}
export IP1_API_KEY=${ip1.apiKey}

# Participants
${participants.map((participant) => `# ${participant}`).join('\n')}
`
}
