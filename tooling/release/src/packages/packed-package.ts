import { readFile } from 'node:fs/promises'
import { unpack } from '@publint/pack'
import type { Manifest } from '@sms/config/manifest'

/** A package as its users install it. */
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
  const manifest = JSON.parse(packedText(byPath, 'package.json')) as Manifest
  return { manifest, tarball, files: byPath }
}

/** @throws {Error} If there is no such file. */
export function packedText(files: PackedPackage['files'], path: string): string {
  const data = files.get(path)
  if (data === undefined) throw new Error(`${path} is not packed`)
  return new TextDecoder().decode(data)
}
