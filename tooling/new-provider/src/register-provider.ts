import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Adds a new provider to the command line, which knows every provider by its name, and to the issue form. What works on
 * every provider depends on the command line, and so the provider is built first. Formats what was written.
 */
export function registerProvider(name: string, repository: string): void {
  const cli = join(repository, 'packages/cli')
  const manifest = join(cli, 'package.json')
  const names = join(cli, 'src/providers/published-providers.ts')
  addDependency(manifest, `@sms/${name}`)
  addToNames(names, name)
  addToIssueForm(join(repository, '.github/ISSUE_TEMPLATE/documentation-differs.yml'), `@sms/${name}`)
  // The names in the tables of its README have another length.
  const written = [join(repository, 'packages', name), manifest, names]
  execFileSync(join(repository, 'node_modules/.bin/oxfmt'), written, { cwd: repository })
}

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>
}

function addDependency(path: string, name: string): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const devDependencies = { ...manifest.devDependencies, [name]: 'workspace:^' }
  writeFileSync(path, `${JSON.stringify({ ...manifest, devDependencies }, null, 2)}\n`)
}

/** Adds the provider to the list of names, which is sorted. */
function addToNames(path: string, name: string): void {
  const source = readFileSync(path, 'utf8')
  const list = /(?<=publishedProviders[^=]*= \[)[^\]]*/.exec(source)?.[0] ?? ''
  const names = [...list.matchAll(/'([^']+)'/g)].map(([, known = '']) => known)
  const sorted = [...names, name].toSorted().map((each) => `'${each}'`)
  writeFileSync(path, source.replace(list, sorted.join(', ')))
}

/** Offers the provider in the form, before the last choice. */
function addToIssueForm(path: string, name: string): void {
  const form = readFileSync(path, 'utf8')
  writeFileSync(path, form.replace(/^( *)- another$/m, `$1- '${name}'\n$&`))
}
