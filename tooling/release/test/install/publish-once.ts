import type { TestProject } from 'vitest/node'
import { type Published, publishAll } from '../../src/install/published.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly published: Published
  }
}

/** Publishes before the first test file, and stops the registry after the last. */
export default async function publishOnce(project: TestProject): Promise<() => Promise<void>> {
  const published = await publishAll()
  const { url, env, folder } = published
  project.provide('published', { url, env, folder })
  return async () => {
    await published[Symbol.asyncDispose]()
  }
}
