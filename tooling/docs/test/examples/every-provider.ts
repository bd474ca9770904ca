import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'

for (const reader of [createSmstools(), createConversationsRcs(), createIp1()]) {
  const messages = await reader.messages('+46701740605').toArray()
  if (messages.length === 0) throw new Error(`${reader.provider} has no messages`)
}
