import { globSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { entryPoints, entryPointsOf, readManifest } from '../src/entry-points.ts'

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url))

test('what every public package offers is in the reference: add new ones to the dependencies', () => {
  const manifests = globSync('*/package.json', { cwd: packages }).map((path) =>
    pathToFileURL(packages + path),
  )
  const offered = manifests
    .filter((manifest) => readManifest(manifest).private !== true)
    .flatMap((manifest) => entryPointsOf(manifest))
  expect(
    entryPoints()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(offered.map(({ name }) => name).toSorted())
})

test('the contract comes first, since other packages offer parts of it again', () => {
  expect(entryPoints()[0]).toMatchObject({ name: '@sms/core' })
})
