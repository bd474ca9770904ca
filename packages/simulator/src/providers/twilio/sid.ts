import { hash } from '../../generated/hash.ts'

/**
 * The SID of a message or of its file: two letters and 32 hexadecimal digits, which hold the conversation and the message.
 *
 * @param conversation The index of the contact.
 * @param number The number of the message in its conversation.
 */
export function sidOf(kind: 'SM' | 'MM' | 'ME', conversation: number, number: number): string {
  const rest = [hash(conversation, number), hash(number, conversation)]
  return kind + [conversation, number, ...rest].map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** The conversation and the message of a SID, or null if it is none. */
export function parseSid(sid: string): { readonly conversation: number; readonly number: number } | null {
  const [, conversation, number] = /^(?:SM|MM)([0-9a-f]{8})([0-9a-f]{8})[0-9a-f]{16}$/.exec(sid) ?? []
  if (conversation === undefined || number === undefined) return null
  return { conversation: Number.parseInt(conversation, 16), number: Number.parseInt(number, 16) }
}
