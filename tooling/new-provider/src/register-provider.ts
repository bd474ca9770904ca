import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The packages that work on every provider. They depend on it, so that it is built first. */
const USERS = ['docs', 'api-reference', 'release']

/** Adds a new provider to the packages that work on every provider and to the issue form, and formats what was written. */
export function registerProvider(name: string, repository: string): void {
  const manifests = USERS.map((user) => join(repository, 'tooling', user, 'package.json'))
  for (const manifest of manifests) addDependency(manifest, `@sms/${name}`)
  addToIssueForm(join(repository, '.github/ISSUE_TEMPLATE/documentation-differs.yml'), `@sms/${name}`)
  // The names in the tables of its README have another length.
  const written = [join(repository, 'packages', name), ...manifests]
  execFileSync(join(repository, 'node_modules/.bin/oxfmt'), written, { cwd: repository })
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
}

function addDependency(path: string, name: string): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const dependencies = { ...manifest.dependencies, [name]: 'workspace:^' }
  writeFileSync(path, `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`)
}

/** Offers the provider in the form, before the last choice. */
function addToIssueForm(path: string, name: string): void {
  const form = readFileSync(path, 'utf8')
  writeFileSync(path, form.replace(/^( *)- another$/m, `$1- '${name}'\n$&`))
}
