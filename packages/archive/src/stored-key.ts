import { type Message, splitKey } from '@sms/core'

/**
 * A message's key as it is stored: without the provider's name in front, since an index holds the key a second time. One
 * that does not begin with the name is stored as it is, after a colon.
 */
export function storedKey(provider: string, key: string): string {
  const prefix = `${provider}:`
  const isShort = key.startsWith(prefix) && key[prefix.length] !== ':'
  return isShort ? key.slice(prefix.length) : `:${key}`
}

/** The key that was stored. */
export function originalKey(provider: string, stored: string): string {
  return stored.startsWith(':') ? stored.slice(1) : `${provider}:${stored}`
}

/** The key that a message is stored by. Of a message without an id, without its number. */
export function messageKey({ provider, key }: Message): string {
  return storedKey(provider, splitKey(key).content)
}
