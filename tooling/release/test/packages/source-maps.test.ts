import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packedText } from '../../src/packages/packed-package.ts'
import { packages } from './packages.ts'

describe.each(packages)('$manifest.name', ({ files }) => {
  const built = [...files.keys()].filter((path) => /^dist\/.+\.(js|d\.ts)$/.test(path))

  test('has a source map for every file, named at its end', () => {
    expect(built.length).toBeGreaterThan(0)
    expect(built.filter((path) => !namesMap(path, packedText(files, path)))).toEqual([])
    expect(built.filter((path) => !files.has(`${path}.map`))).toEqual([])
  })

  test('has sources in every source map, and they are packed', () => {
    const sources = built.map((path) => sourcesOf(path, packedText(files, `${path}.map`)))
    expect(sources.filter((all) => all.length === 0 || all.some((source) => !files.has(source)))).toEqual([])
  })
})

function namesMap(path: string, text: string): boolean {
  return text.trimEnd().endsWith(`\n//# sourceMappingURL=${posix.basename(path)}.map`)
}

/** The sources that a file's map names, by their paths in the package. */
function sourcesOf(path: string, map: string): readonly string[] {
  const { sourceRoot = '', sources } = JSON.parse(map) as {
    readonly sourceRoot?: string
    readonly sources: readonly string[]
  }
  return sources.map((source) => posix.join(posix.dirname(path), sourceRoot, source))
}
