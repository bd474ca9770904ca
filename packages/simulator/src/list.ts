/** Something with a length and items made on demand, so that reading a page costs only the page. */
export interface List<T> {
  readonly length: number
  at(index: number): T | undefined
}

export function reversed<T>(list: List<T>): List<T> {
  return { length: list.length, at: (index) => list.at(list.length - 1 - index) }
}

export function mapped<T, U>(list: List<T>, change: (item: T) => U): List<U> {
  return {
    length: list.length,
    at(index) {
      const item = list.at(index)
      return item === undefined ? undefined : change(item)
    },
  }
}

export function concatenated<T>(lists: readonly List<T>[]): List<T> {
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    at(index) {
      let rest = index
      for (const list of lists) {
        if (rest < list.length) return list.at(rest)
        rest -= list.length
      }
      return undefined
    },
  }
}

/** The items from `start`, `size` of them or what there is. */
export function* page<T>(list: List<T>, start: number, size: number): Generator<T, void, undefined> {
  const end = Math.min(start + size, list.length)
  for (let index = start; index < end; index++) {
    const item = list.at(index)
    if (item !== undefined) yield item
  }
}
