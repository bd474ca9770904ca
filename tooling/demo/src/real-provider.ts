import { createConversationsRcs } from '@sms/conversations-rcs'
import type { MessageReader } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'

/** A provider that is read with credentials from the environment. */
export interface RealProvider {
  readonly name: string
  readonly variables: readonly string[]
  create(): MessageReader
}

export const realProviders: readonly RealProvider[] = [
  {
    name: 'smstools',
    variables: ['SMSTOOLS_CLIENT_ID', 'SMSTOOLS_CLIENT_SECRET'],
    create: () => createSmstools(),
  },
  {
    name: 'conversations-rcs',
    variables: ['OCTOPUSH_API_LOGIN', 'OCTOPUSH_API_KEY'],
    create: () => createConversationsRcs(),
  },
  { name: 'ip1', variables: ['IP1_API_KEY'], create: () => createIp1() },
]

/** Whether any of the provider's variables is set: half of the credentials is a mistake that `create` names. */
export function isConfigured({ variables }: RealProvider): boolean {
  return variables.some((name) => (process.env[name] ?? '') !== '')
}
