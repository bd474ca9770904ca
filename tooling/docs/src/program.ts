import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { publicPackages, ROOT } from '@sms/config/workspace'
import type { CodeBlock } from './code-block.ts'

/** A `ts` block as a file of its own, inside this package. It imports what this package depends on, and every package that is published. */
export interface Program {
  /** Such as `packages-ip1-README.md-12.ts`. */
  readonly name: string
  readonly path: string
}

const folder = fileURLToPath(new URL('../.blocks', import.meta.url))

/** Leaves nothing of an earlier run, and links every package that is published. */
export function emptyPrograms(): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(`${folder}/node_modules/@sms`, { recursive: true })
  for (const { name, folder: linked } of publicPackages()) {
    symlinkSync(`${ROOT}/${linked}`, `${folder}/node_modules/${name}`)
  }
}

export function writeProgram(file: string, { line, code }: CodeBlock): Program {
  const name = `${file.replaceAll('/', '-')}-${line}.ts`
  const path = `${folder}/${name}`
  // Empty lines before it keep its line numbers, which errors show.
  writeFileSync(path, '\n'.repeat(line - 1) + code)
  return { name, path }
}
