import type { Registry } from '../registry/start-registry.ts'
import { outputOf } from '@sms/config/run-program'
import { type WorkspacePackage, workspacePackages } from '@sms/config/workspace'

/** What a release changes. */
export interface RepositoryState {
  readonly packages: readonly WorkspacePackage[]
  readonly tags: readonly string[]
  /** The versions in the registry: `name@version`. */
  readonly published: readonly string[]
}

export async function repositoryState(root: string, registry: Registry): Promise<RepositoryState> {
  const packages = workspacePackages(root)
  const tags = await outputOf('git', ['tag'], { cwd: root })
  const published = await Promise.all(packages.map(({ name }) => publishedVersions(registry, name)))
  return { packages, tags: tags.split('\n').filter(Boolean), published: published.flat() }
}

async function publishedVersions(registry: Registry, name: string): Promise<readonly string[]> {
  const response = await fetch(new URL(name.replace('/', '%2f'), registry.url))
  if (response.status === 404) return []
  const { versions } = (await response.json()) as { readonly versions: Readonly<Record<string, unknown>> }
  return Object.keys(versions).map((version) => `${name}@${version}`)
}
