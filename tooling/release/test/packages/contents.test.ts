import { readFileSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { describe, expect, test } from 'vitest'
import { packedText } from '../../src/packages/packed-package.ts'
import { packages } from './packages.ts'

const EXPECTED = /^(package\.json|LICENSE|[A-Z]+\.md|src\/.+\.ts|dist\/.+\.(js|d\.ts)(\.map)?)$/
const OF_TESTS = /(^|\/)(tests?|fixtures)\/|\.test\.|tsconfig/

describe.each(packages)('$manifest.name', ({ files }) => {
  const paths = [...files.keys()]

  test('contains code, its source, its licence and documentation, and nothing else', () => {
    expect(paths.filter((path) => !EXPECTED.test(path) || OF_TESTS.test(path))).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
  })

  test('contains the build of each source, and no other build', () => {
    const sources = modulesOf('src', paths)
    const built = modulesOf('dist', paths)
    expect(sources.length).toBeGreaterThan(0)
    expect({
      notBuilt: sources.filter((module) => !built.includes(module)),
      // Left over from an earlier build: remove `dist` and build again.
      withoutSource: built.filter((module) => !sources.includes(module)),
    }).toEqual({ notBuilt: [], withoutSource: [] })
  })

  test('has the licence of the project', () => {
    expect(packedText(files, 'LICENSE')).toBe(readFileSync(`${ROOT}/LICENSE`, 'utf8'))
  })
})

function modulesOf(folder: string, paths: readonly string[]): readonly string[] {
  const modules = paths
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1).replace(/\.(ts|js|d\.ts)(\.map)?$/, ''))
  return [...new Set(modules)]
}
