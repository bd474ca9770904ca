import { expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, textsOf } from './scripted-list.ts'

test('a resumed walk over counted pages finds its place if items of its cursor and behind it have vanished', async () => {
  const items = makeItems(60)
  let stored = items
  const list = new ScriptedList(
    'counted',
    (request) => {
      // When twenty items are read, the last ten of them vanish.
      if (request.position === 5) stored = [...items.slice(0, 10), ...items.slice(20)]
      return serve('counted', stored)(request)
    },
    { newestFirst: true },
  )
  const settings = { pageSize: 5, concurrency: 1, select: () => 'take' as const }
  const first = await outcomeOf(list.read({ ...settings, limit: 26 }))
  expect(first.texts).toEqual(textsOf(items.slice(0, 26)))
  stored = [...items.slice(0, 10), ...items.slice(20, 30), ...items.slice(45)]
  const rest = new ScriptedList('counted', serve('counted', stored), { newestFirst: true })
  const cursor = first.pages.at(-1)?.cursor ?? ''
  const { texts, error } = await outcomeOf(rest.read({ ...settings, cursor }))
  expect(error).toBeNull()
  expect(texts).toEqual(textsOf([...items.slice(26, 30), ...items.slice(45)]))
})
