import { describe, expect, test } from 'vitest'
import { missingPart } from '../src/excerpt.ts'

const SOURCE = `const one = 1

function two() {
  if (one === 1) {
    return 2
  }
  return 3
}`

describe('an excerpt is of its source', () => {
  test.each([
    ['if it is all of it', SOURCE],
    ['at any indentation', 'if (one === 1) {\n  return 2\n}'],
    ['if lines are left out', 'function two() {\n  // …\n  return 3\n}'],
    ['if lines are left out at its ends', '// …\nfunction two() {\n  // …'],
  ])('%s', (_what, excerpt) => {
    expect(missingPart(excerpt, SOURCE)).toBeNull()
  })

  test.each([
    ['if a line differs', 'const one = 2', 'const one = 2'],
    ['if a line is shorter', 'const one', 'const one'],
    ['if lines are left out in silence', 'function two() {\n  return 3', 'function two() {\n  return 3'],
    ['if its parts come in another order', '  return 3\n  // …\nconst one = 1', 'const one = 1'],
    [
      'if one line has another indentation',
      'if (one === 1) {\n    return 2',
      'if (one === 1) {\n    return 2',
    ],
    ['if a part comes once and is shown twice', '  return 3\n  // …\n  return 3', '  return 3'],
  ])('but not %s', (_what, excerpt, part) => {
    expect(missingPart(excerpt, SOURCE)).toBe(part)
  })
})
