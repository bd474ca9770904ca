import { digest } from './digest.ts'

// No digest holds it. Ids come without a mark: text that is put together for each item has to be copied and hashed.
const CONTENT = '~'
const MARK = CONTENT.charCodeAt(0)

/**
 * The id that a provider gave, as text. An empty id stands for none: many items have it.
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
 * The identity of an item: its id, or else a digest of what never changes of its content. Two items without an id may be
 * identical.
 *
 * @param id The provider's, null if it gives none.
 * @param content What never changes of the item, such as its text and time, and unlike its status. Texts and numbers:
 * objects and lists are left out, since how they are written may change, and they may nest deeply.
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
export function isUnique(of: string): boolean {
  return of.charCodeAt(0) !== MARK || of.charCodeAt(1) === MARK
}

/** An identity as a cursor holds it, which shows no id. */
export function digestOf(of: string): string {
  return isUnique(of) ? digest(of) : of
}

/** What the contract calls the key of an item, of which `repeat` that are alike come before it. */
export function keyOf(provider: string, of: string, repeat: number): string {
  return isUnique(of) ? `${provider}:${of}` : `${provider}:${of}:${repeat}`
}
