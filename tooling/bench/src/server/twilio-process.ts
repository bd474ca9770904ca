import { type SimulatorOptions, startSimulator } from '@sms/simulator'
import type { TwilioConversation } from './spawn-twilio.ts'

// Serves one conversation as Twilio does, with the options of its one argument. Ends with the parent.

const options: SimulatorOptions = JSON.parse(process.argv[2] ?? '{}')
const simulator = await startSimulator({ ...options, participants: 1 })
const [participant = ''] = simulator.participants
const conversation = simulator.conversation(participant)
const lengths = Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text.length)
const simulated: TwilioConversation = {
  twilio: simulator.twilio,
  participant,
  messages: conversation.length,
  characters: lengths.reduce((sum, length) => sum + length, 0),
}
process.send?.(simulated)
process.on('disconnect', () => process.exit())
