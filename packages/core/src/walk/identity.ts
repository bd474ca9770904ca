import { digest } from './digest.ts'

// Marks an identity that is a digest; no digest contains it. Ids have no mark, because a longer text for each item would
// have to be copied and hashed.
const CONTENT = '~'
const MARK = CONTENT.charCodeAt(0)

/**
 * Returns the id that a provider sent, as text. An empty id is none: many items have it.
 *
 * @example
 * ```ts
 * import { givenId } from '@sms/core/provider'
 *
 * console.log(givenId(17), givenId('')) // 17 null
 * ```
 */
export function givenId(id: string | number | null | undefined): string | null {
  return id === null || id === undefined || id === '' ? null : String(id)
}

/**
 * Returns the identity of an item: its id, or a digest of the part of its content that never changes. Two items without an
 * id may have the same identity.
 *
 * @param id The provider's, null if it sends none.
 * @param content The parts that never change, such as text and time, but not the status. Texts and numbers only: objects
 * and lists are left out, because their notation may change and they may nest deeply.
 * @example
 * ```ts
 * import { itemIdentity } from '@sms/core/provider'
 *
 * const item = { id: null, text: 'Hello', time: 1749113086, status: 'sent' }
 * console.log(itemIdentity(item.id, () => [item.text, item.time]))
 * ```
 */
export function itemIdentity(id: string | null, content: () => readonly unknown[]): string {
  if (id === null) return CONTENT + digest(...content())
  return id.charCodeAt(0) === MARK ? CONTENT + CONTENT + id : id
}

/** Whether no other item can have this identity. */
export function isUnique(identity: string): boolean {
  return identity.charCodeAt(0) !== MARK || identity.charCodeAt(1) === MARK
}

/** Returns an identity as a cursor contains it: it shows no id. */
export function digestOf(identity: string): string {
  return isUnique(identity) ? digest(identity) : identity
}

/** Returns the key of an item, as the contract defines it. `repeat` identical items come before it. */
export function keyOf(provider: string, identity: string, repeat: number): string {
  return isUnique(identity) ? `${provider}:${identity}` : `${provider}:${identity}:${repeat}`
}
