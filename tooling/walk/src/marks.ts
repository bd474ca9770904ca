import type { Message } from '@sms/core'
import type { SimulatedMessage } from '@sms/simulator'

/**
 * Identifies a message within its conversation. It is the same for the simulated message and for the one that was read. Texts recur, and not every message has an id. Marks ascend with time.
 */
export interface Mark {
  simulated(message: SimulatedMessage): number
  read(message: Message): number
}

/** No two messages have the same time. */
export const byTime: Mark = {
  simulated: ({ time }) => time.getTime(),
  read: ({ timestamp }) => timestamp?.getTime() ?? Number.NaN,
}

/** The simulator ends its Octopush ids with the message's number in base 36, after a dash. */
export const byOctopushId: Mark = {
  simulated: ({ number }) => number,
  read: ({ id }) => Number.parseInt(id?.split('-').at(-1) ?? '', 36),
}

/** An ObjectId ends with a counter of three bytes, for which the simulator takes the message's number. */
export const byObjectId: Mark = {
  simulated: ({ number }) => number,
  read: ({ id }) => Number.parseInt(id?.slice(-6) ?? '', 16),
}
