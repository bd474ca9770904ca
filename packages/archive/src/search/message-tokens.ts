import { parseBody } from '../message-body.ts'
import { tokenize } from './tokenize.ts'

/** What a message is found by: the words of its text, and of the names of its attachments. */
export function messageTokens(body: string): readonly string[] {
  const { text, attachments } = parseBody(body, null)
  return tokenize([text, ...attachments.map(({ name }) => name ?? '')].join('\n'))
}
