import { inc } from 'semver'
import { beforeAll, describe, expect, test } from 'vitest'
import { breakingType } from '../../src/releases/contract.ts'
import {
  type PlayedReleases,
  type PlayedPackage,
  playReleases,
  type Release,
} from '../../src/releases/play-releases.ts'

let played: PlayedReleases

beforeAll(async () => {
  played = await playReleases(() => {})
}, 600_000)

function packageOf({ packages }: Release, name: string): PlayedPackage {
  const found = packages.find((one) => one.name === name)
  if (found === undefined) throw new Error(`There is no package ${name}.`)
  return found
}

function publicPackagesOf({ packages }: Release): readonly PlayedPackage[] {
  return packages.filter(({ isPublic }) => isPublic)
}

/** The names of the packages that a release gave another version. */
function moved({ packages }: Release): readonly string[] {
  return packages.filter(({ before, after }) => before !== after).map(({ name }) => name)
}

function breaking({ before }: PlayedPackage): string | null {
  return inc(before, breakingType(before))
}

function installedCore({ installed }: Release): readonly string[] {
  return installed.filter((one) => one.startsWith('@sms/core@'))
}

describe('the first release', () => {
  test('publishes every public package as it stands', () => {
    const { first } = played
    expect(moved(first)).toEqual([])
    expect(first.published.toSorted()).toEqual(
      publicPackagesOf(first)
        .map(({ name, after }) => `${name}@${after}`)
        .toSorted(),
    )
  })
})

describe('a change of one provider', () => {
  test('releases that provider alone', () => {
    const { provider } = played
    const { before, after } = packageOf(provider, '@sms/ip1')
    expect(moved(provider)).toEqual(['@sms/ip1'])
    expect(after).toBe(inc(before, 'patch'))
    expect(provider.published).toEqual([`@sms/ip1@${after}`])
  })

  test('says in its changelog what changed', () => {
    expect(packageOf(played.provider, '@sms/ip1').changelog).toMatch(
      /^### Patch Changes\n\n- [0-9a-f]{7}: Reads a price that was left out$/,
    )
  })

  test('is installed beside an older provider, with one core', () => {
    const { first, provider } = played
    const versions = ['@sms/core', '@sms/ip1', '@sms/smstools'].map((name) => [
      name,
      packageOf(provider, name).after,
    ])
    expect(provider.installed.toSorted()).toEqual(versions.map((one) => one.join('@')))
    expect(installedCore(provider)).toEqual(installedCore(first))
  })
})

describe('a fix in the core', () => {
  test('releases the core, with the conformance kit at the same version, and no provider', () => {
    const { fix } = played
    const { before, after } = packageOf(fix, '@sms/core')
    expect(after).toBe(inc(before, 'patch'))
    expect(moved(fix)).toEqual(['@sms/conformance', '@sms/core'])
    expect(packageOf(fix, '@sms/conformance')).toMatchObject({
      after,
      why: 'it has the version of @sms/core',
    })
  })

  test('reaches programs whose providers were not released', () => {
    const { fix } = played
    expect(installedCore(fix)).toEqual([`@sms/core@${packageOf(fix, '@sms/core').after}`])
    expect(fix.installed).toContain(`@sms/smstools@${packageOf(fix, '@sms/smstools').before}`)
  })
})

describe('a change of the contract', () => {
  test('releases every package that re-exports it as a breaking change', () => {
    const { contract } = played
    for (const name of ['@sms/core', '@sms/conversations-rcs', '@sms/ip1', '@sms/smstools']) {
      const one = packageOf(contract, name)
      expect(one).toMatchObject({ name, after: breaking(one) })
      expect(one.changelog).toMatch(/tells? (its|their) number/)
    }
  })

  test('gives the conformance kit the version of the core', () => {
    const { contract } = played
    expect(packageOf(contract, '@sms/conformance').after).toBe(packageOf(contract, '@sms/core').after)
  })

  test('does not release packages that do not depend on it', () => {
    expect(moved(played.contract)).not.toContain('@sms/simulator')
  })

  test('leaves a program that updates all its providers with one core', () => {
    const { contract } = played
    expect(installedCore(contract)).toEqual([`@sms/core@${packageOf(contract, '@sms/core').after}`])
  })

  test('is not versioned while a provider would re-export it in a patch', () => {
    expect(played.refusal).toMatch(/^ {4}npx pnpm@12 changeset .*--(minor|major) @sms\/smstools/m)
    expect(packageOf(played.contract, '@sms/core').before).toBe(packageOf(played.fix, '@sms/core').after)
  })
})

describe('every release', () => {
  test('tags what it publishes, and nothing else', () => {
    const { first, provider, fix, contract } = played
    for (const { published, tags } of [first, provider, fix, contract]) {
      expect(tags.toSorted()).toEqual(published.toSorted())
    }
  })

  test('leaves private packages as they are', () => {
    const { first, provider, fix, contract } = played
    for (const { packages, published } of [first, provider, fix, contract]) {
      const ofPrivate = packages.filter(({ isPublic }) => !isPublic)
      expect(ofPrivate.length).toBeGreaterThan(0)
      expect(ofPrivate).toEqual(ofPrivate.map((one) => ({ ...one, after: one.before, changelog: '' })))
      expect(published.filter((one) => ofPrivate.some(({ name }) => one.startsWith(`${name}@`)))).toEqual([])
    }
  })

  test('has a reason for each package that it releases', () => {
    const { first, provider, fix, contract } = played
    for (const { packages, published } of [first, provider, fix, contract]) {
      const known = packages.filter(({ why }) => why !== '')
      expect(known.map(({ name, after }) => `${name}@${after}`).toSorted()).toEqual(published.toSorted())
    }
  })
})

test('a package that others are only tested with releases none of them', () => {
  expect(played.withSimulator).toContain('@sms/simulator')
  expect(played.withSimulator).not.toContain('@sms/conformance')
})

test('the waiting changesets name every package that they break', () => {
  expect(played.understated).toEqual([])
})
