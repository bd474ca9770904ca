import { type Manifest, readManifest } from '@sms/config/manifest'
import { ROOT } from '@sms/config/workspace'
import { describe, expect, test } from 'vitest'
import { packedText } from '../../src/packages/packed-package.ts'
import { packages } from './packages.ts'

const rootManifest = readManifest(`${ROOT}/package.json`)

// The Node.js of the project, or a later release of it.
const ENGINE = new RegExp(`^${rootManifest.engines?.node}(\\.\\d+)*$`)

describe.each(packages)('$manifest.name', ({ manifest, files }) => {
  test('states what a new user needs to trust it', () => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      repository: { ...rootManifest.repository, directory: manifest.name.replace('@sms/', 'packages/') },
      engines: { node: expect.stringMatching(ENGINE) },
      type: 'module',
      sideEffects: false,
      // Provenance needs no setting: npm adds it to whatever is published from a trusted workflow.
      publishConfig: { access: 'public' },
    })
    expect(manifest).not.toHaveProperty('private')
  })

  test('can be found', () => {
    expect(manifest.description).toMatch(/^.{20,120}$/)
    expect(manifest.keywords).toContain('sms')
    // As the formatter wants them: a package just begun passes it too.
    expect(manifest.keywords).toEqual(manifest.keywords?.toSorted())
  })

  test('names versions that are in the registry', () => {
    expect(packedText(files, 'package.json')).not.toMatch(/workspace:|catalog:|link:|file:/)
  })

  test('has its fields in the same order as all others', () => {
    const fields = Object.keys(manifest)
    for (const { manifest: other } of packages) {
      const shared = fields.filter((field) => field in other)
      expect(Object.keys(other).filter((field) => field in manifest)).toEqual(shared)
    }
  })
})

// Packages that run in a browser have only dependencies that were reviewed.
describe.each([
  { what: 'core', allowed: ['ky', 'valibot'], isMeant: ({ name }: Manifest) => name === '@sms/core' },
  {
    what: 'a provider',
    allowed: ['@sms/core', 'valibot'],
    isMeant: ({ sms }: Manifest) => sms !== undefined,
  },
])('$what has no dependency but $allowed:', ({ allowed, isMeant }) => {
  const meant = packages.filter(({ manifest }) => isMeant(manifest))

  test('there is one', () => {
    expect(meant).not.toEqual([])
  })

  test.each(meant)('$manifest.name', ({ manifest }) => {
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(allowed)
    expect(manifest).not.toHaveProperty('peerDependencies')
    expect(manifest).not.toHaveProperty('optionalDependencies')
  })
})
