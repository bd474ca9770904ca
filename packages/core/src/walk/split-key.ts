/** The two parts of a message's key. */
export interface KeyParts {
  /** The same for identical messages: the provider and the message's id, or a digest of its content. */
  readonly content: string
  /** Of identical messages without an id, which one it is: 0, 1 and so on. Null for a message with an id. */
  readonly repeat: number | null
}

/**
 * Splits a message's `key`, for a program that compares messages without an id: identical ones have the same `content`,
 * and only their number is certain, not which of them has which `repeat`.
 *
 * @example
 * ```ts
 * import { splitKey } from '@sms/core'
 *
 * console.log(splitKey('smstools:~Ectxqm-mc8N:1')) // { content: 'smstools:~Ectxqm-mc8N', repeat: 1 }
 * console.log(splitKey('ip1:647d5c0e9f1b2a0001a1b2c3').repeat) // null
 * ```
 */
export function splitKey(key: string): KeyParts {
  // Only a digest begins with one `~`: see `identity`.
  const parts = /^([^:]*:~[\w-]{11}):(\d+)$/.exec(key)
  return parts === null
    ? { content: key, repeat: null }
    : { content: parts[1] ?? key, repeat: Number(parts[2]) }
}
