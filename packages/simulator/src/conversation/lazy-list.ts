/** A list whose items are made when they are read, so that a page costs only its own items. */
export interface LazyList<T> {
  readonly length: number
  at(index: number): T | undefined
}

export function reversed<T>(list: LazyList<T>): LazyList<T> {
  return { length: list.length, at: (index) => list.at(list.length - 1 - index) }
}

export function mapped<T, U>(list: LazyList<T>, change: (item: T) => U): LazyList<U> {
  return {
    length: list.length,
    at(index) {
      const item = list.at(index)
      return item === undefined ? undefined : change(item)
    },
  }
}

/** The items from index `start` up to `end`, which is not included. */
export function sliced<T>(list: LazyList<T>, start: number, end: number): LazyList<T> {
  const length = end - start
  return {
    length,
    at: (index) => (index >= 0 && index < length ? list.at(start + index) : undefined),
  }
}

export function concatenated<T>(lists: readonly LazyList<T>[]): LazyList<T> {
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    at(index) {
      let place = index
      for (const list of lists) {
        if (place < list.length) return list.at(place)
        place -= list.length
      }
      return undefined
    },
  }
}

/** The items from index `start`, at most `size` of them. */
export function pageOf<T>(list: LazyList<T>, start: number, size: number): readonly T[] {
  return [...items(list, start, size)]
}

/** Yields the same items one at a time. By default, it yields all items. */
export function* items<T>(
  list: LazyList<T>,
  start: number = 0,
  size: number = list.length,
): Generator<T, void, undefined> {
  const end = Math.min(start + size, list.length)
  for (let index = start; index < end; index++) {
    const item = list.at(index)
    if (item !== undefined) yield item
  }
}
