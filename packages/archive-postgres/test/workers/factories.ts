import type { MessageReader } from '@sms/core'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'
import { createTwilio } from '@sms/twilio'

/** The factory of each provider, by its name. */
export const FACTORIES: Readonly<Record<string, (options: object) => MessageReader>> = {
  smstools: createSmstools,
  ip1: createIp1,
  'conversations-rcs': createConversationsRcs,
  twilio: createTwilio,
}
