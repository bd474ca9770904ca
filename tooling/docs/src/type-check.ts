import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** Checks all programs in one run of the compiler. Returns its complaints by program, each with its line in the file. */
export function typeCheck(): ReadonlyMap<string, string> {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'blocks.tsconfig.json', '--pretty', 'false']
  const { status, stdout, stderr } = spawnSync(process.execPath, tsc, { cwd: folder, encoding: 'utf8' })

  const complaints = new Map<string, string>()
  // Further lines of a complaint are indented.
  for (const complaint of stdout.trimEnd().split(/\n(?=\S)/)) {
    const program = /^\.blocks\/(.+\.ts)\(/.exec(complaint)?.[1]
    if (program !== undefined) complaints.set(program, `${complaints.get(program) ?? ''}${complaint}\n`)
  }
  // A failure that names no block must not pass for success.
  if (status !== 0 && complaints.size === 0) throw new Error(`tsc did not check: ${stdout}${stderr}`)
  return complaints
}
