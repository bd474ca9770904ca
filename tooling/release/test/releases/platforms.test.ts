import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

/** Where a package can be installed: a field that is absent is no restriction. */
interface Platform {
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

interface Lockfile {
  readonly importers: Readonly<
    Record<'.', { readonly devDependencies: { readonly node: { version: string } } }>
  >
  readonly packages: Readonly<Record<string, Platform>>
  readonly snapshots: Readonly<Record<string, { readonly optionalDependencies?: Record<string, string> }>>
}

function read(file: string): unknown {
  return parse(readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8'))
}

const lockfile = read('pnpm-lock.yaml') as Lockfile

/** The packages of which one is chosen for the machine, by the package that chooses. */
const alternatives = Object.entries(lockfile.snapshots).flatMap(([name, { optionalDependencies = {} }]) => {
  const builds = Object.entries(optionalDependencies)
    .map(([optional, version]) => lockfile.packages[`${optional}@${version}`])
    .filter((build) => build?.os !== undefined)
  // A single one, such as fsevents, is an extra for one platform.
  return builds.length > 1 ? [{ name, builds }] : []
})

test('engines are checked for the Node.js that runs the scripts, so an older one that runs pnpm causes no warning', () => {
  expect(read('pnpm-workspace.yaml')).toHaveProperty(
    'nodeVersion',
    lockfile.importers['.'].devDependencies.node.version,
  )
})

test.each(['turbo', 'oxlint', 'oxfmt', 'oxc-parser', 'typescript', 'rolldown'])(
  '%s has a build for each platform',
  (tool) => {
    expect(alternatives.map(({ name }) => name.replace(/(?<=.)@.*$/, ''))).toContain(tool)
  },
)

describe.each(alternatives)('$name', ({ builds }) => {
  test.each([
    ['macOS on Apple silicon', 'darwin', 'arm64', undefined],
    ['macOS on Intel', 'darwin', 'x64', undefined],
    ['Windows', 'win32', 'x64', undefined],
    ['Linux', 'linux', 'x64', 'glibc'],
    ['Linux on ARM', 'linux', 'arm64', 'glibc'],
    ['Alpine', 'linux', 'x64', 'musl'],
    ['Alpine on ARM', 'linux', 'arm64', 'musl'],
  ])('can be installed on %s', (_, os, cpu, libc) => {
    const suitable = builds.filter(
      (build) =>
        build?.os?.includes(os) &&
        (build.cpu?.includes(cpu) ?? true) &&
        (libc === undefined || (build.libc?.includes(libc) ?? true)),
    )
    expect(suitable).toHaveLength(1)
  })
})
