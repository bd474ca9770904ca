import { createHash } from 'node:crypto'

/** What stands for the key of a message that nothing is kept of. No message has this key. */
export const NO_KEY = ''

/** What stands for the key of a message with a time that is left out because of its age. No message has this key. */
export const OLD_KEY = '-'

/**
 * What is kept of the key of a pruned message without a time: the provider lists it again, and only its key shows that it is
 * the same.
 *
 * @param archive The archive's id.
 */
export function leftOutKey(archive: string, key: string): string {
  return createHash('sha256').update(`${archive} ${key}`).digest('base64url').slice(0, 22)
}
