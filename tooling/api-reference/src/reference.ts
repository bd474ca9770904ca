import type { ProjectReflection } from 'typedoc'
import { createApplication } from './application.ts'
import type { EntryPoint } from './entry-points.ts'
import { namesNotExported } from './not-exported.ts'
import { ProblemLogger } from './problem-logger.ts'
import { namesWithoutExample } from './without-example.ts'

/** The reference of what some entry points offer. */
export interface Reference {
  /** What has to be mended before it may be published, a sentence each. */
  readonly problems: readonly string[]
  /** Writes it as HTML. */
  write(folder: string): Promise<void>
}

/** Reads the declarations, not the sources: they are what is published. */
export async function readReference(entryPoints: readonly EntryPoint[]): Promise<Reference> {
  const packages = entryPoints.map(({ name }) => name.split('/').slice(0, 2).join('/'))
  const app = await createApplication(
    entryPoints.map(({ path }) => path),
    packages,
  )
  const logger = new ProblemLogger()
  app.logger = logger
  const project = await app.convert()
  if (project === undefined) throw new Error(`TypeDoc read nothing: ${logger.problems.join('\n')}`)
  app.validate(project)
  const problems = [
    ...logger.problems,
    ...misnamedModules(project, entryPoints),
    ...namesNotExported(app.serializer.toObjectsOptional(project.children), packages),
    ...namesWithoutExample(project),
  ]
  return { problems, write: (folder) => app.generateDocs(project, folder) }
}

function misnamedModules({ children = [] }: ProjectReflection, entryPoints: readonly EntryPoint[]): string[] {
  const modules = new Set(children.map(({ name }) => name))
  return entryPoints
    .filter(({ name }) => !modules.has(name))
    .map(({ name, path }) => `${path} needs a comment with \`@module ${name}\` before its first line.`)
}
