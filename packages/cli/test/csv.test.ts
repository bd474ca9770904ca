import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { csv } from '../src/formats/csv.ts'
import { readCells } from './read-cells.ts'
import { sms } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SEPARATORS = [',', ';', '\t', '|', ':', '^', '~', ' ']
const FORMULAS = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '＝1', '＋1', '－1', '＠A', '= 1', '-(1)', '-A1']
const BREAKS = ['', '\n', '\r', '\r\n', '\v', '\f', '\u2028', '"', '""', '\0', '\u0085', ...SEPARATORS]
const GAPS = ['', ' ', '  ', '\u00a0', '\u200b', '\ufeff', '\t', '\n ']

const TEXTS = ['', 'Hi', 'Hi"'].flatMap((before) =>
  BREAKS.flatMap((end) =>
    GAPS.flatMap((gap) => FORMULAS.map((formula) => `${before}${end}${gap}${formula}`)),
  ),
)

/** A table of one column with a cell on each side. */
function tableOf(text: string): string {
  const columns = { id: () => 'a', text: ({ text: cell }: { readonly text: string }) => cell, end: () => 'z' }
  return csv(columns, {}).page([{ text }], null)
}

function cellOf(text: string): string {
  return readCells(tableOf(text), ',')[1] ?? ''
}

describe('a CSV file', () => {
  test.each(SEPARATORS)(
    'contains no formula for a reader whose separator is %j [hostile-text]',
    (separator) => {
      // If spaces separate cells, a sign alone is no formula.
      const formula = separator === ' ' ? /^["\s\u200b]*[=+@＝＋－＠-]\S/ : /^["\s\u200b]*[=+@＝＋－＠-]/
      for (const text of TEXTS) {
        const found = readCells(tableOf(text), separator).filter((cell) => formula.test(cell))
        expect({ text, found }).toEqual({ text, found: [] })
      }
    },
  )

  test.each([
    ['a phone number', '+46701740605'],
    ['a phone number in a text', 'Call +46701740605, or +46 70 174 06 06'],
    ['sums and dashes', 'a - b + c = d @ e, well-known x=y a@example.com 2025-06-05'],
    ['smileys', 'Yes ;-) no :-) maybe :-/'],
    ['line breaks, tabs and quotes', 'one\r\ntwo\tthree "four", five'],
    ['other scripts and emoji', 'Tack, då är det klart 👍 Παρακαλώ'],
  ])('keeps %s', (_, text) => {
    expect(readCells(tableOf(text).replaceAll(/[\r\n]+(?!$)/g, '⏎'), ',')[1]).toBe(
      text.replaceAll(/[\r\n]+/g, '⏎'),
    )
  })

  test('replaces control characters and halves of surrogate pairs visibly [hostile-text]', () => {
    const text = 'a\0b\u001B]52;c;aGk=\u0007c\u009b2J\u007fd\ud83de\udc4d'
    expect(cellOf(text)).toBe('a␀b␛]52;c;aGk=␇c�2J␡d�e�')
  })

  test('begins no cell with a tab or a line break [hostile-text]', () => {
    expect(['\t1', '\rx'].map((text) => tableOf(text))).toEqual(["a,'\t1,z\n", 'a,"\'\rx",z\n'])
  })

  test('begins with a byte-order mark if --bom is set', async () => {
    const args = ['messages', 'ip1', '--simulate', '--limit', '1', '--format', 'csv']
    const [plain, marked] = await Promise.all([sms(args), sms([...args, '--bom'])])
    expect(marked.stdout).toBe(`\ufeff${plain.stdout}`)
    expect(await sms([...args.slice(0, -1), 'jsonl', '--bom'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--bom goes with --format csv only'),
    })
  })

  test('contains one byte-order mark after it was resumed', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'list'), '+46701740605\nnot a number\n')
    const args = ['messages', 'ip1', '--simulate', '--participants', 'list', '--limit', '2', '--bom']
    const files = ['--output', 'all.csv', '--resume', 'state']
    expect((await sms([...args, ...files], { cwd })).status).toBe(8)
    writeFileSync(join(cwd, 'list'), '+46701740605\n')
    expect((await sms([...args, ...files], { cwd })).status).toBe(0)
    const { stdout } = await sms([...args, '--format', 'csv'], { cwd })
    expect(stdout.split('\ufeff')).toHaveLength(2)
    expect(readFileSync(join(cwd, 'all.csv'), 'utf8')).toBe(stdout)
  })
})
