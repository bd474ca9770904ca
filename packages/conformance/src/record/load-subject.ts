import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import type { Reader, ProviderUnderTest } from '../provider-under-test/provider-under-test.ts'
import { RecordError } from './record-error.ts'

/** The exports of the module that names the subject. */
export interface SubjectModule {
  readonly subject: ProviderUnderTest
  readonly keep: readonly string[]
}

const moduleSchema = v.object({
  subject: v.object({
    create: v.custom<(options: object) => Reader>((value) => typeof value === 'function'),
    credentials: v.optional(v.record(v.string(), v.string())),
    options: v.optional(v.record(v.string(), v.unknown())),
    fixtures: v.union([v.string(), v.instance(URL)]),
  }),
  keep: v.array(v.string()),
})

/** @throws {RecordError} If the module cannot be imported, or does not export `subject` and `keep`. */
export async function loadSubject(path: string): Promise<SubjectModule> {
  const result = v.safeParse(moduleSchema, await importModule(path))
  if (result.success) return result.output
  const place = v.getDotPath(result.issues[0]) ?? 'subject'
  throw new RecordError(
    `${path} must export \`subject\`, the argument of testProvider, and \`keep\`, a list of field paths. \`${place}\` is missing or wrong.`,
  )
}

async function importModule(path: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    const [why] = String(error instanceof Error ? error.message : error).split('\n')
    throw new RecordError(`${path} cannot be imported: ${why} (TypeScript needs Node.js 22.18 or later.)`)
  }
}
