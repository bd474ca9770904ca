import { itemIdentity } from '@sms/core/provider'

/** A message of a model list. Identical messages have different numbers, the same text and no id. */
export interface ModelItem {
  /** Distinguishes the message from all others. A walk never reads it. */
  readonly number: number
  readonly id: string | null
  readonly text: string
}

/** The messages that have ids: all, every second one, or none. */
export type ItemsWithIds = 'all' | 'half' | 'none'

export function idOf(number: number, withIds: ItemsWithIds): string | null {
  const hasId = withIds === 'all' || (withIds === 'half' && number % 2 === 1)
  return hasId ? `id${number}` : null
}

export const identify = ({ id, text }: ModelItem): string => itemIdentity(id, () => [text])
