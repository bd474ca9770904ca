import type { Message } from '@sms/core'
import { counted } from './counted.ts'
import type { Format } from './format.ts'

/** A message, perhaps of the archive, which marks the ones that have vanished from the provider's list. */
export interface MarkedMessage extends Message {
  /** When it was marked; left out or null if it was not. */
  readonly vanishedAt?: Date | null
}

/** Counts the messages that are marked as vanished while a format turns them into text. */
export function countVanished<T extends MarkedMessage>(
  format: Format<T>,
): { readonly format: Format<T>; readonly count: () => number } {
  let count = 0
  return {
    format: {
      ...format,
      page(items, participant) {
        count += items.filter(({ vanishedAt }) => vanishedAt instanceof Date).length
        return format.page(items, participant)
      },
    },
    count: () => count,
  }
}

/** What an export says about them. */
export function vanishedNotice(count: number): string {
  const [are, them] = count === 1 ? ['is', 'it'] : ['are', 'them']
  return `${counted(count, 'message')} ${are} marked as vanished: the provider does not list ${them} any more.`
}
