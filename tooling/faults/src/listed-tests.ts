import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createVitest } from 'vitest/node'

/** A test somewhere in the workspace. */
export interface ListedTest {
  /** From the workspace's root. */
  readonly file: string
  /** Its title, after those of what it stands in. */
  readonly name: string
}

const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url))

/** All tests of the workspace, read by vitest from the files' syntax: no test file is run for it. */
export async function listTests(): Promise<ListedTest[]> {
  const vitest = await createVitest('test', { root: WORKSPACE, config: false, watch: false })
  try {
    const modules = await vitest.parseSpecifications(await vitest.globTestSpecifications())
    return modules.flatMap((module) =>
      [...module.children.allTests()].map(({ fullName }) => ({
        file: relative(WORKSPACE, module.moduleId),
        name: fullName,
      })),
    )
  } finally {
    await vitest.close()
  }
}
