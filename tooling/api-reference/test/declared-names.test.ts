import { workspacePackages } from '@sms/config/workspace'
import { expect, test } from 'vitest'
import { exportedNames, namesDeclaredTwice } from '../src/declared-names.ts'

test('no name is declared twice', () => {
  const packages = workspacePackages()
  expect(packages.length).toBeGreaterThan(15)
  expect(Object.fromEntries(namesDeclaredTwice(packages))).toEqual({})
})

test('a name in two packages is found, with the files that declare it', () => {
  const one = workspacePackages().find(({ name }) => name === '@sms/config')
  if (one === undefined) throw new Error('The workspace has no @sms/config.')
  expect(namesDeclaredTwice([one]).size).toBe(0)
  // The same sources, as if they were those of a provider.
  const other = { ...one, manifest: { ...one.manifest, sms: { provider: '', factory: '', credentials: {} } } }
  expect(namesDeclaredTwice([one, other]).get('Manifest')).toEqual([
    'tooling/config/src/manifest.ts',
    'provider/src/manifest.ts',
  ])
})

test('a counterpart in another provider is the same name', () => {
  const providers = workspacePackages().filter(({ manifest }) => manifest.sms !== undefined)
  expect(namesDeclaredTwice(providers)).toEqual(new Map())
})

test('exported types, classes and functions are names; values and what is not exported are none', () => {
  const source = `
    export interface One {}
    export type Two = string
    export class Three {}
    export function four(): void
    export function four(text?: string): void {}
    export const five = 5
    interface Six {}
    export { seven } from './seven.ts'
  `
  expect(exportedNames(source)).toEqual(['One', 'Two', 'Three', 'four'])
})
