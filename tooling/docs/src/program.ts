import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CodeBlock } from './code-block.ts'

/** A `ts` block as a file of its own, inside this package, so that it imports what this package depends on. */
export interface Program {
  /** Such as `packages-ip1-README-12.ts`. */
  readonly name: string
  readonly path: string
}

const folder = fileURLToPath(new URL('../.blocks', import.meta.url))

/** Leaves nothing of an earlier run. */
export function emptyPrograms(): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
}

export function writeProgram(readme: string, { line, code }: CodeBlock): Program {
  const name = `${readme.replaceAll('/', '-').replace(/\.md$/, '')}-${line}.ts`
  const path = `${folder}/${name}`
  // Empty lines before it, so that errors tell the line in the README.
  writeFileSync(path, '\n'.repeat(line - 1) + code)
  return { name, path }
}
