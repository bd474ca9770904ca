import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Registry, startRegistry } from '../registry/start-registry.ts'
import { breakingType, CONTRACT, understatedReleases } from './contract.ts'
import { type Copy, copyRepository } from './copy-repository.ts'
import { installLatest } from './install-latest.ts'
import { newestEntry } from './newest-entry.ts'
import { planReleases, type ReleasePlan } from './release-plan.ts'
import { addChangeset, dropChangesets, publishPackages, versionPackages } from './release-steps.ts'
import { repositoryState } from './repository-state.ts'
import { whyReleased } from './why-released.ts'
import { type WorkspacePackage, workspacePackages } from '@sms/config/workspace'

/** The result of a release for one package. */
export interface PlayedPackage {
  readonly name: string
  readonly isPublic: boolean
  readonly before: string
  readonly after: string
  /** Empty if it was not released. */
  readonly why: string
  /** What its changelog says about its current version; empty if there is no changelog yet. */
  readonly changelog: string
}

export interface Release {
  readonly title: string
  readonly packages: readonly PlayedPackage[]
  /** The versions that it published: `name@version`. */
  readonly published: readonly string[]
  /** The git tags that it created. */
  readonly tags: readonly string[]
  /** The packages of @sms that a program gets if it then installs the latest versions of two providers: `name@version`. */
  readonly installed: readonly string[]
}

export interface PlayedReleases {
  /** The packages that the waiting changesets break without naming them. */
  readonly understated: readonly string[]
  readonly first: Release
  readonly provider: Release
  readonly fix: Release
  readonly contract: Release
  /** The error for changesets that name a breaking contract, but not the packages that re-export it. */
  readonly refusal: string
  /** The packages that a breaking change of the simulator would release. Others are only tested with it. */
  readonly withSimulator: readonly string[]
}

/** The provider that is released alone, and the one that is installed beside it. */
export const PROVIDERS = ['@sms/ip1', '@sms/smstools'] as const

const SIMULATOR = '@sms/simulator'

/** Plays releases through in a copy of the repository, with a registry of its own. */
export async function playReleases(report: (progress: string) => void): Promise<PlayedReleases> {
  const root = mkdtempSync(join(tmpdir(), 'release-play-'))
  await using registry = await startRegistry()
  try {
    report('A copy of the repository')
    return await play(await copyRepository(root), registry, report)
  } finally {
    rmSync(root, { recursive: true })
  }
}

async function play(
  copy: Copy,
  registry: Registry,
  report: (progress: string) => void,
): Promise<PlayedReleases> {
  const { root } = copy
  const { fixed } = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as {
    readonly fixed: readonly (readonly string[])[]
  }

  async function release(title: string, prepare: () => Promise<ReleasePlan>): Promise<Release> {
    report(title)
    const before = await repositoryState(root, registry)
    const plan = await prepare()
    await publishPackages(copy, registry)
    const after = await repositoryState(root, registry)
    const published = after.published.filter((one) => !before.published.includes(one))
    return {
      title,
      packages: after.packages.map((now) => ({
        name: now.name,
        isPublic: now.isPublic,
        before: versionOf(before.packages, now.name),
        after: now.manifest.version,
        why: published.includes(`${now.name}@${now.manifest.version}`) ? whyReleased(now, plan, fixed) : '',
        changelog: newestEntry(root, now),
      })),
      published,
      tags: after.tags.filter((one) => !before.tags.includes(one)),
      installed: await installLatest(registry, PROVIDERS),
    }
  }

  async function version(): Promise<ReleasePlan> {
    const plan = await planReleases(root)
    await versionPackages(copy)
    return plan
  }

  async function planUnderstated(): Promise<readonly string[]> {
    return understatedReleases(await planReleases(root), workspacePackages(root)).map(({ name }) => name)
  }

  async function addBreaking(names: readonly string[], summary: string): Promise<void> {
    const packages = workspacePackages(root)
    const bumps = names.map((name) => [name, breakingType(versionOf(packages, name))] as const)
    await addChangeset(copy, Object.fromEntries(bumps), summary)
  }

  const understated = await planUnderstated()
  await dropChangesets(copy)

  const first = await release('The first release', () => Promise.resolve({ releases: [] }))
  const provider = await release('A change of one provider', async () => {
    await addChangeset(copy, { [PROVIDERS[0]]: 'patch' }, 'Reads a price that was left out')
    return version()
  })
  const fix = await release('A fix in the core', async () => {
    await addChangeset(copy, { [CONTRACT]: 'patch' }, 'Waits no longer than its limit')
    return version()
  })
  let refusal = ''
  const contract = await release('A change of the contract', async () => {
    await addBreaking([CONTRACT], 'A page tells its number')
    refusal = await refusedVersion(copy)
    await addBreaking(await planUnderstated(), 'Pages tell their number')
    return version()
  })

  report('A change of the simulator')
  await addBreaking([SIMULATOR], 'Answers on one port')
  const { releases } = await planReleases(root)
  const withSimulator = releases.filter(({ type }) => type !== 'none').map(({ name }) => name)
  return { understated, first, provider, fix, contract, refusal, withSimulator }
}

/** The error of a version command that must fail. */
async function refusedVersion(copy: Copy): Promise<string> {
  try {
    await versionPackages(copy)
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
  throw new Error('A breaking contract got its version while providers would hand it on as patches.')
}

function versionOf(packages: readonly WorkspacePackage[], name: string): string {
  const found = packages.find((one) => one.name === name)
  if (found === undefined) throw new Error(`The workspace has no ${name}.`)
  return found.manifest.version
}
