import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of the workspace and all its packages. */
const MANIFESTS = '{.,packages/*,tooling/*,tooling/new-provider/template}/package.json'

interface Manifest {
  readonly repository?: { readonly url: string }
}

/** An error whose message may be shown to the user of the command. */
export class RepositoryError extends Error {}

/**
 * The URL that a manifest has for a repository: npm refuses the provenance of a package whose manifest names another
 * repository than the one that its release runs in.
 *
 * @throws {RepositoryError} If it is no https URL of a repository.
 */
export function manifestUrl(text: string): string {
  const url = URL.parse(text.replace(/^git\+/, '').replace(/(\.git)?\/?$/, ''))
  if (url?.protocol !== 'https:' || url.username || url.password || url.search || url.hash) {
    throw new RepositoryError(
      'A repository’s URL is like https://github.com/owner/name, without a password or a query.',
    )
  }
  if (!/^(\/[\w.-]+){2,}$/.test(url.pathname)) {
    throw new RepositoryError('A repository’s URL ends with its owner and its name: /owner/name.')
  }
  return `git+${url.href}.git`
}

/** Writes a repository into every manifest of a workspace that names one. */
export function writeRepository(root: string, url: string): void {
  const named = manifestUrl(url)
  for (const [path, manifest] of manifestsOf(root)) {
    const repository = { ...manifest.repository, url: named }
    writeFileSync(path, `${JSON.stringify({ ...manifest, repository }, null, 2)}\n`)
  }
}

/** The URLs that the manifests of a workspace name, each once. */
export function namedRepositories(root: string): readonly string[] {
  return [...new Set(manifestsOf(root).map(([, manifest]) => manifest.repository.url))]
}

function manifestsOf(root: string): readonly (readonly [path: string, manifest: Required<Manifest>])[] {
  return globSync(MANIFESTS, { cwd: root })
    .map((file) => join(root, file))
    .map((path) => [path, JSON.parse(readFileSync(path, 'utf8')) as Manifest] as const)
    .filter((entry): entry is [string, Required<Manifest>] => entry[1].repository !== undefined)
}
