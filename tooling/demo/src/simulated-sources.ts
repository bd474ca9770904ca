import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import type { Simulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import type { Source } from './source.ts'

/** Every provider with a participant of its own: the simulator shows the same conversations at each of them. */
export function simulatedSources(simulator: Simulator): readonly Source[] {
  const [english = '', swedish = '', greek = ''] = simulator.participants
  return [
    { reader: createSmstools(simulator.smstools), participant: english },
    { reader: createConversationsRcs(simulator.conversationsRcs), participant: greek },
    { reader: createIp1(simulator.ip1), participant: swedish },
  ]
}
