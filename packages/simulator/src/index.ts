/**
 * A local server that responds like every provider, with made-up conversations of any length.
 *
 * @module @sms/simulator
 */
export type { NewMessage, SimulatedConversation } from './conversation/changing-conversation.ts'
export type { ChangeName, ChangeShares } from './changes/changes.ts'
export type { FaultName, FaultShares } from './faults/faults.ts'
export type { SimulatedAttachment, SimulatedDirection, SimulatedMessage, State } from './message.ts'
export type { SimulatorOptions, SimulatorRequest } from './options.ts'
export type { ProviderName } from './providers/simulated-provider.ts'
export type { ConversationsRcsCredentials } from './providers/conversations-rcs/provider.ts'
export type { Ip1Credentials } from './providers/ip1/provider.ts'
export type { SmstoolsCredentials } from './providers/smstools/provider.ts'
export type { TwilioCredentials } from './providers/twilio/provider.ts'
export type { TwilioRedaction, TwilioLists } from './providers/twilio/twilio-lists.ts'
export { type SimulatedAccount, type Simulator, startSimulator } from './simulator.ts'
