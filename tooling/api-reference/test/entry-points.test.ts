import { readManifest } from '@sms/config/manifest'
import { publicPackages } from '@sms/config/workspace'
import { expect, test } from 'vitest'
import { entryPoints } from '../src/entry-points.ts'

test('every public package is a dependency of this one or of the command line, so that turbo builds it first', () => {
  const manifests = ['../package.json', '../../../packages/cli/package.json'].map((file) =>
    readManifest(new URL(file, import.meta.url)),
  )
  const built = manifests.flatMap(({ dependencies, devDependencies }) =>
    Object.keys({ ...dependencies, ...devDependencies }),
  )
  expect(built).toContain('@sms/cli')
  expect(built).toEqual(expect.arrayContaining(publicPackages().map(({ name }) => name)))
})

test('the entry points of libraries are in the reference', () => {
  expect(entryPoints().map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@sms/core', '@sms/core/provider', '@sms/conformance', '@sms/ip1']),
  )
})

test('the contract comes first, because other packages export parts of it again', () => {
  expect(entryPoints()[0]).toMatchObject({ name: '@sms/core' })
})

test('what is only for another package of this workspace is not in the reference', () => {
  expect(entryPoints().map(({ name }) => name)).not.toContain('@sms/archive/store')
})
