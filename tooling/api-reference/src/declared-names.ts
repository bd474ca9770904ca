import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, type WorkspacePackage } from '@sms/config/workspace'
import ts from 'typescript'

// What two databases do for an archive, by statements of their own.
const STORES = /^packages\/(?:archive\/src\/store\/sqlite|archive-postgres\/src\/store)\//

/**
 * The names that several files of some packages declare and export, each with those files. The packages of providers
 * have the same files with the same names, so that they can be compared, and so have the stores of an archive: their
 * counterparts are one file here.
 */
export function namesDeclaredTwice(
  packages: readonly WorkspacePackage[],
): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, Set<string>>()
  for (const { folder, manifest } of packages) {
    for (const file of globSync('src/**/*.ts', { cwd: join(ROOT, folder) })) {
      const counterpart = join(manifest.sms === undefined ? folder : 'provider', file).replace(
        STORES,
        'store/',
      )
      for (const name of exportedNames(readFileSync(join(ROOT, folder, file), 'utf8'))) {
        files.set(name, (files.get(name) ?? new Set()).add(counterpart))
      }
    }
  }
  return new Map([...files].filter(([, { size }]) => size > 1).map(([name, found]) => [name, [...found]]))
}

/** The types, classes and functions that a source file declares and exports, each once. */
export function exportedNames(source: string): readonly string[] {
  const { statements } = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest)
  const names = statements.flatMap((statement) =>
    isNamed(statement) && isExported(statement) ? (statement.name?.text ?? []) : [],
  )
  return [...new Set(names)]
}

type Named = ts.ClassDeclaration | ts.FunctionDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration

function isNamed(statement: ts.Statement): statement is Named {
  return (
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
}

function isExported({ modifiers }: Named): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}
