import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { expect, test } from 'vitest'
import { packages } from './packages.ts'

// The packages are ES modules and nothing else, for a `moduleResolution` that reads `exports`.
const ELSEWHERE: ReadonlySet<string> = new Set(['node10', 'node16-cjs'])

test.each(packages)('the types of $manifest.name are right', async ({ tarball, manifest }) => {
  const result = await checkPackage(createPackageFromTarballData(tarball))
  if (result.types === false) throw new Error(`${manifest.name} has no types`)
  expect(Object.keys(result.entrypoints)).toEqual(Object.keys(manifest.exports ?? {}))
  expect(result.problems.filter(isOurs)).toEqual([])
})

function isOurs(problem: Problem): boolean {
  return !('resolutionKind' in problem && ELSEWHERE.has(problem.resolutionKind))
}
