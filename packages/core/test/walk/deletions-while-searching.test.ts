import { expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serveWithoutLinks, textsOf } from './scripted-list.ts'

test('a walk over offsets, oldest first, survives deletions while it looks for its place', async () => {
  const items = makeItems(30)
  let stored = items
  let phase: 'reading' | 'searching' | 'found' = 'reading'
  const list = new ScriptedList(
    'offsets',
    (request) => {
      if (phase === 'reading' && request.position === 19) {
        // The item read last has vanished, with five others. The walk searches in ever larger steps.
        phase = 'searching'
        stored = [...items.slice(5, 19), ...items.slice(20)]
      } else if (phase === 'searching' && request.position === 13) {
        // The walk has found items before its place. They move on, so that it finds the same ones again further back.
        phase = 'found'
        stored = [...items.slice(11, 19), ...items.slice(20)]
      }
      return serveWithoutLinks(stored)(request)
    },
    { newestFirst: false },
  )
  const { texts, error } = await outcomeOf(list.read({ pageSize: 1, concurrency: 1 }))
  expect(error).toBeNull()
  expect(phase).toBe('found')
  expect(texts).toEqual(textsOf(items))
})
