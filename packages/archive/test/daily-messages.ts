import type { DeliveryStatus } from '@sms/core'
import { HOUR } from './letter.ts'
import { ModelProvider, type ModelOptions, type Style } from './model-provider.ts'

/** A day after the newest message. */
export const START: number = Date.UTC(2026, 0, 10)

/**
 * A provider with one message a day: `text 1` is the newest one.
 *
 * @param statusOf The status of the message that is so many days old.
 */
export function dailyMessages(
  style: Style,
  length: number,
  ids: ModelOptions['ids'] = 'all',
  statusOf: (age: number) => DeliveryStatus = () => 'received',
): ModelProvider {
  const made = new ModelProvider({ style, ids, growsAtEnd: false, excess: 0 })
  for (let age = length; age > 0; age -= 1)
    made.insert(made.make(`text ${age}`, START - age * 24 * HOUR, statusOf(age)), 0)
  return made
}
