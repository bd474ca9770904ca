import type { Batch } from './list.ts'

/** Items found when the list, or a part of it, had been read: a cursor made at one of them resumes after that part. */
export function foundAfter<Item>({ tokens, next, cap }: Batch<Item>, found: Batch<Item>): Batch<Item> {
  const { items, identities, repeats, total } = found
  return {
    items,
    identities,
    repeats,
    misplaced: items.length,
    offset: 0,
    places: items.map(() => next),
    next,
    ...(tokens && { tokens: { ...tokens, next: null } }),
    total,
    cap,
    end: false,
  }
}
