import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawn, pictures } from '../src/pictures.ts'
import { terminalPicture } from '../src/terminal-picture.ts'
import { ROOT } from '@sms/config/workspace'

test.each(pictures)(
  '$path shows what the command prints now (`npx pnpm@12 turbo run pictures --filter=@sms/docs` draws it)',
  (picture) => {
    expect(readFileSync(`${ROOT}/${picture.path}`, 'utf8')).toBe(drawn(picture))
  },
)

const GREEN = '\u001b[32mgreen\u001b[39m'

test('a picture places each run of text by the cells of a terminal', () => {
  const picture = terminalPicture({ command: 'sms', output: `  one 👍 ${GREEN}\n`, columns: 20 })
  // Two cells of 8.4 pixels in front, six cells long: the thumb takes two.
  expect(picture).toContain(
    '<text x="36.8" y="74" textLength="50.4" lengthAdjust="spacingAndGlyphs">one 👍</text>',
  )
  expect(picture).toMatch(/<text x="95.6" y="74" textLength="42" [^>]+ style="fill: #3fb950">green<\/text>/)
})

test('a picture escapes what would be markup, and loads nothing', () => {
  const picture = terminalPicture({ command: 'sms <a> & b', output: '', columns: 20 })
  expect(picture).toContain('>sms &lt;a> &amp; b</text>')
  expect(picture).not.toMatch(/href|url\(|@import|<script/)
})

test('a colour that the picture does not know is an error', () => {
  const output = '\u001b[35mmagenta\u001b[39m'
  expect(() => terminalPicture({ command: 'sms', output, columns: 20 })).toThrow(
    /no colour.*magenta.*COLOURS/,
  )
})
