import type { Manifest } from './manifest.ts'
import { publicPackages, ROOT, type WorkspacePackage } from './workspace.ts'

/** A package that creates readers. */
export interface ProviderPackage extends WorkspacePackage {
  /** What it declares about itself. */
  readonly declaration: NonNullable<Manifest['sms']>
}

/** Every provider that is published, sorted by the name of its package. */
export function providerPackages(): readonly ProviderPackage[] {
  return publicPackages().flatMap((each) =>
    each.manifest.sms === undefined ? [] : { ...each, declaration: each.manifest.sms },
  )
}

/**
 * The factory of a provider, which must be built. It is imported by its path, so that no provider needs to be a dependency
 * of what works on all of them: the command line depends on each.
 */
export async function loadFactory<Factory>({ name, folder, declaration }: ProviderPackage): Promise<Factory> {
  const exported: Readonly<Record<string, Factory>> = await import(`${ROOT}/${folder}/dist/index.js`)
  const create = exported[declaration.factory]
  if (create === undefined) throw new Error(`${name} does not export ${declaration.factory}.`)
  return create
}
