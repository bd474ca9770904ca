import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes the whole file or nothing: it writes another file first, and renames it then. */
export function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.part`
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(beside, text)
    renameSync(beside, path)
  } finally {
    rmSync(beside, { force: true })
  }
}
