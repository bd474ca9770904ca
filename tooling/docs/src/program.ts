import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CodeBlock } from './code-block.ts'

/** A `ts` block as a file of its own, inside this package, so that it imports what this package depends on. */
export interface Program {
  /** Such as `packages-ip1-README.md-12.ts`. */
  readonly name: string
  readonly path: string
}

const folder = fileURLToPath(new URL('../.blocks', import.meta.url))

/** Leaves nothing of an earlier run. */
export function emptyPrograms(): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
}

export function writeProgram(file: string, { line, code }: CodeBlock): Program {
  const name = `${file.replaceAll('/', '-')}-${line}.ts`
  const path = `${folder}/${name}`
  // Empty lines before it keep its line numbers, which errors show.
  writeFileSync(path, '\n'.repeat(line - 1) + code)
  return { name, path }
}
