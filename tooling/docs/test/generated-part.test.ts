import { expect, test } from 'vitest'
import { withGeneratedPart } from '../src/generated-part.ts'

test('what stands between the marks is written anew, and nothing else', () => {
  expect(withGeneratedPart('# A\n\n<!-- part -->\n\nold\n\n<!-- /part -->\n\nB\n', 'part', 'new')).toBe(
    '# A\n\n<!-- part -->\n\nnew\n\n<!-- /part -->\n\nB\n',
  )
})

test.each(['no marks', '<!-- part --> no end', 'no begin <!-- /part -->', '<!-- /part --> <!-- part -->'])(
  'without its marks there is nothing to write between: %j',
  (markdown) => {
    expect(() => withGeneratedPart(markdown, 'part', 'new')).toThrow(/no <!-- part --> … <!-- \/part -->/)
  },
)
