import { readFile } from 'node:fs/promises'
import { unpack } from '@publint/pack'

/** What the checks read in a packed `package.json`. */
export interface Manifest {
  readonly name: string
  readonly description: string
  readonly keywords: readonly string[]
  readonly bin?: Readonly<Record<string, string>>
  readonly exports: Exports
  readonly dependencies?: Readonly<Record<string, string>>
  /** What tells a provider from other packages. */
  readonly sms?: { readonly factory: string }
}

/** An entry's file, or its files by condition. */
export type Exports = string | { readonly [condition: string]: Exports }

/** A package as somebody installs it. */
export interface PackedPackage {
  readonly manifest: Manifest
  readonly tarball: Uint8Array<ArrayBuffer>
  /** By their paths in the package, such as `dist/index.js`. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

export async function readPacked(path: string): Promise<PackedPackage> {
  const tarball = new Uint8Array(await readFile(path))
  const { files, rootDir } = await unpack(tarball)
  const byPath = new Map(files.map(({ name, data }) => [name.slice(rootDir.length + 1), data]))
  const manifest = JSON.parse(textOf(byPath, 'package.json')) as Manifest
  return { manifest, tarball, files: byPath }
}

/** @throws {Error} Where there is no such file. */
export function textOf(files: PackedPackage['files'], path: string): string {
  const data = files.get(path)
  if (data === undefined) throw new Error(`${path} is not packed`)
  return new TextDecoder().decode(data)
}
