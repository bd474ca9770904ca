import type { PublishedProvider } from './providers.ts'

/**
 * The source of `factories.ts` in the program: it imports every provider. It compiles only if the types of each are found,
 * because an option that does not exist would be no error if they were `any`.
 */
export function factoriesSource(providers: readonly PublishedProvider[]): string {
  const imports = providers.map(({ packageName, factory }) => `import { ${factory} } from '${packageName}'\n`)
  const entries = providers.map(
    ({ provider, factory }) =>
      `  '${provider}': (account) => ${factory}(account as Parameters<typeof ${factory}>[0]),\n`,
  )
  const misuses = providers.map(
    ({ factory }) => `  // @ts-expect-error no such option\n  ${factory}({ nonsense: 1 })\n`,
  )
  return `import type { Factories } from './factory.js'
${imports.join('')}
export const factories: Factories = {
${entries.join('')}}

export function misuse(): void {
${misuses.join('')}}
`
}
