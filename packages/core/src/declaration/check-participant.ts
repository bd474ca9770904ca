import { invalidArgument } from '../options/invalid-argument.ts'
import type { ParsedParticipant } from './provider-declaration.ts'

/**
 * Returns a participant that a declaration has read.
 *
 * @throws {SmsError} `invalid_argument` if nothing sets it apart: a cursor of one participant would be good for another.
 */
export function checkParticipant<Participant extends ParsedParticipant>(
  provider: string,
  participant: Participant,
): Participant {
  const value: unknown = typeof participant === 'string' ? participant : participant.value
  if (typeof value === 'string' && value !== '') return participant
  const expected = 'text, or an object with a `value`, that is not empty and differs between participants'
  throw invalidArgument(provider, 'participants', `functions that return ${expected}`)
}
