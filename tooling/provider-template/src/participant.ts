import { isSameNumber } from '@sms/core/provider'
import type { TemplateMessage } from './wire.ts'

/** Whether a message is to or from the participant. */
export function isTheirs({ from, to, outgoing }: TemplateMessage, participant: string): boolean {
  return isSameNumber(outgoing ? to : from, participant)
}
