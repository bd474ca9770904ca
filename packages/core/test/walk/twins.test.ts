import { describe, expect, test } from 'vitest'
import { type Item, ScriptedList, serve } from './scripted-list.ts'

const NEW: Item = { id: null, text: 'new' }
const TWIN: Item = { id: null, text: 'yes' }
const FIRST_TWIN = 7
const LAST_TWIN = 12

/** 35 messages without ids; those around the seam of the first two pages of 10 are all alike. */
function conversation(): Item[] {
  return Array.from({ length: 35 }, (_, index) =>
    index >= FIRST_TWIN && index <= LAST_TWIN ? TWIN : { id: null, text: `text ${index}` },
  )
}

const arrivals = [
  { what: 'one message arrives', messages: [NEW] },
  { what: 'two messages arrive', messages: [NEW, { id: null, text: 'newer' }] },
  { what: 'another of them arrives', messages: [TWIN] },
  {
    what: 'a page of messages arrives',
    messages: Array.from({ length: 10 }, (_, at) => ({ id: null, text: `n${at}` })),
  },
]

describe.each([1, 4])('messages that are alike and have no ids, with %i requests at once', (concurrency) => {
  test('come each once, with repeats of their own', async () => {
    const given = await new ScriptedList('counted', serve('counted', conversation()))
      .read({ concurrency })
      .toArray()
    expect(given.map(({ text }) => text)).toEqual(conversation().map(({ text }) => text))
    const repeats = given.filter(({ text }) => text === TWIN.text).map(({ repeat }) => repeat)
    expect(repeats).toEqual([0, 1, 2, 3, 4, 5])
  })

  describe.each([2, 3])('around a seam, when before request %i', (request) => {
    test.each(arrivals)('$what, come each once, with repeats of their own', async ({ messages }) => {
      const items = conversation()
      const script = serve('counted', items)
      const list = new ScriptedList('counted', (asked) => {
        if (asked.number === request) items.unshift(...messages)
        return script(asked)
      })
      const given = await list.read({ concurrency }).toArray()
      expect(given.map(({ text }) => text)).toEqual(conversation().map(({ text }) => text))
      const keys = given.map(({ text, repeat }) => `${text} ${repeat}`)
      expect(new Set(keys).size).toBe(keys.length)
    })
  })
})
