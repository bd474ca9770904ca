import { expect, test } from 'vitest'
import { type Item, makeItems, outcomeOf, ScriptedList, serve, textsOf } from './scripted-list.ts'

interface Case {
  readonly vanished: string
  readonly remaining: (items: readonly Item[]) => readonly Item[]
  readonly readings: number
}

test.each<Case>([
  // The front no longer shows that an item has arrived. So the walk reads the list again, and finds only arrivals.
  { vanished: 'the item that arrived last', remaining: (items) => items.slice(1), readings: 2 },
  { vanished: 'the item before it', remaining: (items) => items.toSpliced(1, 1), readings: 1 },
])(
  'a walk over offsets, newest first, survives that items arrive and $vanished vanishes in each reading',
  async ({ remaining, readings }) => {
    const items = makeItems(30)
    let stored: readonly Item[] = items
    let arrived = 0
    const arrive = (): void => {
      stored = [...makeItems(1, 100 + arrived), ...stored]
      arrived += 1
    }
    let begun = 0
    let requests = 0
    const list = new ScriptedList(
      'offsets',
      async (request) => {
        const isFirst = request.position === 0 && request.size === 10
        if (isFirst) {
          begun += 1
          requests = 0
          arrive()
        }
        requests += 1
        const response = await serve('offsets', stored)(request)
        if (requests === 1) arrive()
        if (requests === 2) stored = remaining(stored)
        return response
      },
      { newestFirst: true },
    )
    const { texts, error } = await outcomeOf(list.read({ concurrency: 1 }))
    expect(error).toBeNull()
    expect(begun).toBe(readings)
    expect(texts).toEqual([...new Set(texts)])
    const known = new Set(textsOf(items))
    expect(texts.filter((text) => known.has(text))).toEqual(textsOf(items))
  },
)
