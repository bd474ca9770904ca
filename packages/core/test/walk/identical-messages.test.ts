import { describe, expect, test } from 'vitest'
import { type Item, makeItems, ScriptedList, serve, textsOf } from './scripted-list.ts'

const NEW: Item = { id: null, text: 'new' }
const REPEATED: Item = { id: null, text: 'yes' }
const FIRST_REPEATED = 7
const LAST_REPEATED = 12

/** 35 messages without ids. Those around the boundary of the first two pages of 10 are identical. */
function conversation(): Item[] {
  return Array.from({ length: 35 }, (_, index) =>
    index >= FIRST_REPEATED && index <= LAST_REPEATED ? REPEATED : { id: null, text: `text ${index}` },
  )
}

const arrivals = [
  { what: 'one message', messages: [NEW] },
  { what: 'two messages', messages: [NEW, { id: null, text: 'newer' }] },
  { what: 'another identical message', messages: [REPEATED] },
  {
    what: 'a page of messages',
    messages: Array.from({ length: 10 }, (_, at) => ({ id: null, text: `n${at}` })),
  },
]

describe.each([1, 4])('with concurrency %i, identical messages without ids', (concurrency) => {
  test('are all yielded, with different numbers', async () => {
    const yielded = await new ScriptedList('counted', serve('counted', conversation()))
      .read({ concurrency })
      .toArray()
    expect(yielded.map(({ text }) => text)).toEqual(conversation().map(({ text }) => text))
    const numbers = yielded.filter(({ text }) => text === REPEATED.text).map(({ repeat }) => repeat)
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('on both sides of a page boundary are all yielded, if a message further on is deleted', async () => {
    const items = makeItems(20)
    for (const at of [3, 5]) items.splice(at, 0, REPEATED)
    const script = serve('counted', items)
    const list = new ScriptedList('counted', (request) => {
      if (request.number === 2) items.pop()
      return script(request)
    })
    const yielded = await list.read({ pageSize: 4, concurrency }).toArray()
    expect(textsOf(yielded)).toEqual(textsOf(items))
  })

  describe.each([2, 3])('at a page boundary, with an arrival before request %i,', (changedRequest) => {
    test.each(arrivals)('are all yielded, with different numbers: $what', async ({ messages }) => {
      const items = conversation()
      const script = serve('counted', items)
      const list = new ScriptedList('counted', (request) => {
        if (request.number === changedRequest) items.unshift(...messages)
        return script(request)
      })
      const yielded = await list.read({ concurrency }).toArray()
      expect(yielded.map(({ text }) => text)).toEqual(conversation().map(({ text }) => text))
      const keys = yielded.map(({ text, repeat }) => `${text} ${repeat}`)
      expect(new Set(keys).size).toBe(keys.length)
    })
  })
})
