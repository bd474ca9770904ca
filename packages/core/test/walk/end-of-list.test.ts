import { describe, expect, test } from 'vitest'
import {
  makeItems,
  outcomeOf,
  ScriptedList,
  serve,
  serveWithoutLinks,
  type Style,
  textsOf,
} from './scripted-list.ts'

describe.each([1, 4])('with concurrency %i', (concurrency) => {
  test('a short last page without a link takes one more request to prove the end', async () => {
    const list = new ScriptedList('offsets', serveWithoutLinks(makeItems(35)))
    const { texts } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
    expect(texts).toHaveLength(35)
    expect(list.positions).toEqual([0, 34])
  })

  test.each<{ style: Style; length: number; requests: number }>([
    { style: 'counted', length: 1, requests: 1 },
    { style: 'counted', length: 9, requests: 1 },
    // A total alone never proves the end after a full page.
    { style: 'counted', length: 10, requests: 2 },
    { style: 'offsets', length: 1, requests: 1 },
    { style: 'offsets', length: 9, requests: 1 },
    { style: 'offsets', length: 10, requests: 1 },
    { style: 'tokens', length: 1, requests: 1 },
    { style: 'tokens', length: 9, requests: 1 },
    { style: 'tokens', length: 10, requests: 1 },
    { style: 'numbered', length: 1, requests: 2 },
    { style: 'numbered', length: 9, requests: 2 },
  ])('$length items in $style pages of 10 take $requests requests', async ({ style, length, requests }) => {
    const items = makeItems(length)
    const list = new ScriptedList(style, serve(style, items))
    const { texts } = await outcomeOf(list.read({ concurrency }))
    expect(texts).toEqual(textsOf(items))
    expect(list.requests).toHaveLength(requests)
  })

  test('a short last page with a total takes no further request', async () => {
    const list = new ScriptedList('counted', serve('counted', makeItems(35)))
    await list.read({ concurrency }).toArray()
    expect(list.positions).toEqual([1, 2, 3, 4])
  })
})

test('a full numbered page takes one more request to prove the end, with concurrency 1', async () => {
  const list = new ScriptedList('numbered', serve('numbered', makeItems(10)))
  await list.read({ concurrency: 1 }).toArray()
  expect(list.positions).toEqual([1, 2])
})
