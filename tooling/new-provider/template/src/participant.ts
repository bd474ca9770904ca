import { isSameNumber } from '@sms/core/provider'
import type { TemplateMessage } from './schema.ts'

/** Whether a message is to or from the participant. */
export function isWithParticipant({ from, to, outgoing }: TemplateMessage, participant: string): boolean {
  return isSameNumber(outgoing ? to : from, participant)
}
