import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '@sms/config/workspace'

test('every file that WALK.md names is a file of core', () => {
  const core = `${ROOT}/packages/core`
  const named = readFileSync(`${core}/WALK.md`, 'utf8').matchAll(/`([\w./-]+\.ts)`/g)
  const files = globSync('{src,test}/**/*.ts', { cwd: core })
  const missing = [...named].filter(
    ([, name = '']) => !files.some((file) => file === name || basename(file) === name),
  )
  expect(missing.map(([, name]) => name)).toEqual([])
})
