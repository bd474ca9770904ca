import { expect, test } from 'vitest'
import { align } from '../src/sync/align.ts'

test('of identical keys, those that follow the key before them are the stored ones', () => {
  expect(align(['a', 'x', 'x', 'x', 'b'], ['a', 'x', 'x'])).toEqual([0, 1, 2, null, null])
})

test('new identical keys at the top leave the others in their row', () => {
  expect(align(['x', 'x', 'x', 'a'], ['x', 'x', 'a'])).toEqual([null, 0, 1, 2])
})
