import { describe, expect, test } from 'vitest'
import { Tally } from '../../src/soak/tally.ts'

/** What a tally makes of one walk over the messages 1 to 4. */
function tallied(read: readonly number[], newestFirst = false): Tally {
  const tally = new Tally()
  tally.complete({ read, stops: 0 }, [1, 2, 3, 4], newestFirst)
  return tally
}

describe('a tally', () => {
  test.each<[string, readonly number[], boolean]>([
    ['oldest first', [1, 2, 3, 4], false],
    ['newest first', [4, 3, 2, 1], true],
    ['with others that arrived or vanished meanwhile, wherever they come', [1, 2, 9, 3, 0, 4], false],
  ])('finds no flaw in a walk that gives each message once, %s', (_, read, newestFirst) => {
    const tally = tallied(read, newestFirst)
    expect(tally).toMatchObject({ walks: 1, expected: 4, yielded: read.length, isFlawless: true })
  })

  test.each<[string, readonly number[], Partial<Tally>]>([
    ['is missing', [1, 2, 4], { lost: 1, twice: 0, misplaced: 0 }],
    ['comes twice', [1, 2, 3, 2, 4], { lost: 0, twice: 1, misplaced: 0 }],
    ['comes twice, though it was not there throughout', [1, 9, 9, 2, 3, 4], { lost: 0, twice: 1 }],
    ['is out of order', [1, 3, 2, 4], { lost: 0, twice: 0, misplaced: 1 }],
  ])('finds the flaw in a walk where one message %s', (_, read, flaw) => {
    expect(tallied(read)).toMatchObject({ ...flaw, isFlawless: false })
  })

  test('counts failed walks by what they failed with', () => {
    const tally = tallied([1, 2, 3, 4])
    for (const code of ['network', 'timeout', 'network']) tally.fail(code)
    expect(tally).toMatchObject({ walks: 4, failed: 3, isFlawless: false })
    expect([...tally.failures]).toEqual([
      ['network', 2],
      ['timeout', 1],
    ])
  })
})
