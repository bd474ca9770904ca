import { readFileSync } from 'node:fs'
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly run?: string
}

interface Job {
  readonly needs?: string
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly on: unknown
  readonly permissions: unknown
  readonly concurrency: { readonly 'cancel-in-progress': unknown }
  readonly jobs: Readonly<Record<string, Job>>
}

const texts = { ci: read('.github/workflows/ci.yml'), release: read('.github/workflows/release.yml') }
const ci = parse(texts.ci) as Workflow
const release = parse(texts.release) as Workflow

function read(file: string): string {
  return readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8')
}

function commandsOf({ steps }: Job): readonly string[] {
  return steps.flatMap(({ run }) => run ?? [])
}

function jobOf(workflow: Workflow, name: string): Job {
  const job = workflow.jobs[name]
  if (job === undefined) throw new Error(`The workflow has no job ${name}.`)
  return job
}

describe.each(Object.entries(texts))('the workflow %s', (name, content) => {
  const workflow = parse(content) as Workflow

  test('is valid for GitHub', async () => {
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
    // The parser gives a value for whatever is YAML.
    if (value === undefined) throw new Error(`${name}.yml is empty.`)
    // Converting adds what it finds to the same errors.
    await convertWorkflowTemplate(context, value)
    expect(context.errors.getErrors().map(String)).toEqual([])
  })

  test('pins actions to commits, and names the version of each', () => {
    const uses = content.match(/uses: .*/g) ?? []
    expect(uses.length).toBeGreaterThan(0)
    for (const use of uses) expect(use).toMatch(/^uses: [\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('needs no secret', () => {
    expect(content).not.toMatch(/secrets|NPM_TOKEN|NODE_AUTH_TOKEN/)
  })

  test('reads outputs only of jobs that it waits for, and that they set', () => {
    for (const job of Object.values(workflow.jobs)) {
      for (const [, needed = '', output = ''] of JSON.stringify(job).matchAll(
        /needs\.(\w+)\.outputs\.(\w+)/g,
      )) {
        expect(job.needs).toBe(needed)
        expect(workflow.jobs[needed]?.outputs).toHaveProperty(output)
      }
    }
  })

  test('limits the time of every job', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(90)
  })
})

describe('CI', () => {
  test('runs for pull requests and on main', () => {
    expect(ci.on).toEqual({ pull_request: null, push: { branches: ['main'] } })
  })

  test('tests with the command that the README gives, and nothing else', () => {
    expect(commandsOf(jobOf(ci, 'test'))).toEqual(['.ci/run'])
    expect(read('.ci/run')).toMatch(/^npx --yes pnpm@12 test --force$/m)
    expect(read('README.md')).toMatch(/^npx pnpm@12 test$/m)
  })

  test('installs the lockfile, builds and lints on macOS, Windows and Alpine', () => {
    expect(texts.ci).toContain('os: [macos-latest, windows-latest]')
    expect(texts.ci).toContain('container: node:24-alpine')
    for (const name of ['install', 'install-on-alpine']) {
      expect(commandsOf(jobOf(ci, name))).toEqual([
        expect.stringMatching(/^npx --yes pnpm@12 install --frozen-lockfile/),
        'npx --yes pnpm@12 turbo run build',
        'npx --yes pnpm@12 lint',
      ])
    }
  })

  test('may read the repository, and nothing else', () => {
    expect(ci.permissions).toEqual({ contents: 'read' })
    for (const job of Object.values(ci.jobs)) expect(job.permissions).toBeUndefined()
  })
})

describe('a release', () => {
  test('runs on main alone, and is never cut off', () => {
    expect(release.on).toEqual({ push: { branches: ['main'] } })
    expect(release.concurrency['cancel-in-progress']).toBe(false)
  })

  test('grants each job the permissions that it needs, and only one job those that publish', () => {
    expect(release.permissions).toEqual({})
    const permissions = Object.entries(release.jobs).map(([name, job]) => [name, job.permissions])
    expect(Object.fromEntries(permissions)).toEqual({
      select: { contents: 'read' },
      version: { contents: 'write', 'pull-requests': 'write' },
      pack: { contents: 'read' },
      publish: { contents: 'write', 'id-token': 'write' },
    })
  })

  test('runs no code of the packages in the job that may publish', () => {
    expect(commandsOf(jobOf(release, 'publish'))).toEqual([
      `npm install --global "$(node -p 'require("./package.json").packageManager')"`,
      'pnpm install --frozen-lockfile --ignore-scripts',
    ])
  })

  test('starts only if the packages name this repository', () => {
    expect(commandsOf(jobOf(release, 'select'))).toContain(
      'node tooling/release/src/releases/check-repository.ts',
    )
    const { select: _, ...others } = release.jobs
    expect(Object.values(others).map(({ needs }) => needs)).toEqual(['select', 'select', 'pack'])
  })

  test('packs what passed the tests of CI', () => {
    expect(commandsOf(jobOf(release, 'pack')).at(-1)).toBe('.ci/run')
  })

  test('is the trusted publisher of RELEASING', () => {
    const { environment } = jobOf(release, 'publish')
    expect(environment).toBe('npm')
    expect(read('.github/RELEASING.md')).toContain(`--file release.yml --env ${environment} --allow-publish`)
  })
})
