import { startSimulator } from '@sms/simulator'
import type { SimulatorAddress } from './providers.ts'

// A simulator in a process of its own, with as many messages as the first argument says. It prints its address as one
// line of JSON, and ends with its stdin: no simulator outlives the program that started it.
const simulator = await startSimulator({ messages: Number(process.argv[2]), participants: 1 })
const { smstools, conversationsRcs, ip1, participants } = simulator
const address: SimulatorAddress = { smstools, conversationsRcs, ip1, participants }
process.stdout.write(`${JSON.stringify(address)}\n`)
process.stdin.on('end', () => void simulator.close()).resume()
