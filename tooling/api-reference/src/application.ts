import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, type ReflectionKind, type TypeDocOptions } from 'typedoc'
import ts from 'typescript'

const TSCONFIG = fileURLToPath(new URL('../tsconfig.json', import.meta.url))

const DOCUMENTED: readonly ReflectionKind.KindString[] = [
  'Module',
  'Variable',
  'Function',
  'Class',
  'Interface',
  'TypeAlias',
  'Constructor',
  'Property',
  'Method',
  'Accessor',
]

/**
 * TypeDoc, set up to read some declarations.
 *
 * @param packages Of which every name has to be documented.
 */
export async function createApplication(
  paths: readonly string[],
  packages: readonly string[],
): Promise<Application> {
  const options: TypeDocOptions = {
    name: '@sms',
    entryPoints: [...paths],
    readme: 'none',
    disableSources: true,
    // What several packages offer is shown with the first of them.
    sortEntryPoints: false,
    excludeExternals: true,
    excludeInternal: true,
    validation: { invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true },
    packagesRequiringDocumentation: [...packages],
    requiredToBeDocumented: [...DOCUMENTED],
  }
  // No files of options are looked for.
  const app = await Application.bootstrap(options, [])
  app.options.setCompilerOptions([...paths], compilerOptions(), undefined)
  return app
}

/** Those of this package: what it documents is for programs like it. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(TSCONFIG, (path) => ts.sys.readFile(path))
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(TSCONFIG)).options
}
