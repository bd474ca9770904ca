import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { EntryPoint } from '../src/entry-points.ts'
import { readReference } from '../src/reference.ts'

function example(name: string): EntryPoint {
  return {
    name: `@sms/api-reference/${name}`,
    path: fileURLToPath(new URL(`examples/${name}.ts`, import.meta.url)),
  }
}

test('what is not documented, not shown in use, not exported or not there is a problem', async () => {
  const { problems } = await readReference(['documented', 'undocumented', 'unnamed'].map(example))
  const undocumented = '@sms/api-reference/undocumented'
  expect(problems.map((problem) => problem.replace(/, defined in \S+,/, ''))).toEqual(
    expect.arrayContaining([
      `${undocumented}.Rod (Interface) does not have any documentation`,
      `${undocumented}.Rod.length (Property) does not have any documentation`,
      `${undocumented}.Rod.weight.__type.grams (Property) does not have any documentation`,
      expect.stringContaining(
        `Failed to resolve link to "Nothing" in comment for ${undocumented}.Rod.weight`,
      ),
      'Measure of @sms/api-reference is mentioned, but not exported.',
      `${undocumented}.lengthOf has no @example.`,
      `${undocumented}.Ruler has no @example.`,
      `${undocumented}.Ruler.measure has no @example.`,
      expect.stringContaining('unnamed.ts needs a comment with `@module @sms/api-reference/unnamed`'),
    ]),
  )
  expect(problems.filter((problem) => problem.includes('api-reference/documented'))).toEqual([])
})

test('what is documented is written as pages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-reference-'))
  try {
    const reference = await readReference([example('documented'), example('unnamed')])
    await reference.write(folder)
    expect(existsSync(join(folder, 'classes/_sms_api-reference_documented.Ruler.html'))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
