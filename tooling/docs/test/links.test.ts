import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deadLinks } from '../src/links.ts'
import { ROOT } from '@sms/config/workspace'
import { documents } from '../src/documents.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'links-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each(documents)('every link of %s leads somewhere', (file) => {
  expect(deadLinks(file, ROOT)).toEqual([])
})

test('a link leads nowhere if its file or its heading is missing', () => {
  writeFileSync(join(folder, 'other.md'), '# Exit codes, and `why`\n\n## Twice\n\n## Twice\n')
  writeFileSync(
    join(folder, 'links.md'),
    `# Links

[file](other.md), [folder](.), [heading](other.md#exit-codes-and-why), [second](other.md#twice-1), [own](#links),
[host](https://example.com/none), [mail](mailto:nobody@example.com), [no file](none.md), [no heading](other.md#none),
[no own heading](#none), ![no image](none.svg), [defined]

[defined]: none.txt
`,
  )
  expect(deadLinks('links.md', folder)).toEqual(['none.md', 'other.md#none', '#none', 'none.svg', 'none.txt'])
})
