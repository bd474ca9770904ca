import { describe, expect, test } from 'vitest'
import { makeItems, ScriptedList, serve, STYLES } from './scripted-list.ts'

describe.each(STYLES)('a walk over %s pages', (style) => {
  test('reads a page of more items than a function accepts arguments', async () => {
    const items = makeItems(200_000)
    const all = await new ScriptedList(style, serve(style, items)).read({ pageSize: 200_000 }).toArray()
    expect(all).toHaveLength(items.length)
  })
})
