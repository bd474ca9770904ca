import { createConversationsRcs } from '@sms/conversations-rcs'
import type { ClientOptions, MessageReader } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import type { Simulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { createTwilio } from '@sms/twilio'

/** The address, credentials and participants of a simulator: plain data, which crosses from one process to another. */
export type SimulatorAddress = Pick<
  Simulator,
  'smstools' | 'conversationsRcs' | 'ip1' | 'twilio' | 'participants'
>

/** A provider whose walk is tested. */
export interface WalkedProvider {
  readonly name: 'smstools' | 'conversations-rcs' | 'ip1' | 'twilio'
  connect(address: SimulatorAddress, options?: ClientOptions): MessageReader
}

export const smstools: WalkedProvider = {
  name: 'smstools',
  connect: (address, options) => createSmstools({ ...options, ...address.smstools }),
}

export const conversationsRcs: WalkedProvider = {
  name: 'conversations-rcs',
  connect: (address, options) => createConversationsRcs({ ...options, ...address.conversationsRcs }),
}

export const ip1: WalkedProvider = {
  name: 'ip1',
  connect: (address, options) => createIp1({ ...options, ...address.ip1 }),
}

export const twilio: WalkedProvider = {
  name: 'twilio',
  connect: (address, options) => createTwilio({ ...options, ...address.twilio }),
}
