import { existsSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { packages, rootManifest, scripts } from './documents.ts'

/** The commands of a `sh` block that nothing in this repository makes work. None of them is run. */
export function unknownCommands(script: string): readonly string[] {
  return script
    .replaceAll(/\\\n/g, ' ')
    .split(/\n|&&/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((command) => command !== '' && !isKnown(command.split(/\s+/)))
}

function isKnown(words: readonly string[]): boolean {
  const [program, ...rest] = words
  if (program === undefined || /^[A-Z][A-Z0-9_]*=/.test(program)) return rest.length === 0 || isKnown(rest)
  const check = programs.get(program)
  return check !== undefined && check(rest)
}

const programs: ReadonlyMap<string, (words: readonly string[]) => boolean> = new Map([
  // What our packages install.
  ...packages.flatMap(({ bin = {} }) => Object.keys(bin)).map((name) => [name, () => true] as const),
  ['cd', (words) => words.length === 1],
  ['export', isKnown],
  ['git', ([command]) => command === 'clone'],
  ['node', ([file = '']) => isProgram(file)],
  ['npm', isScriptOrInstall],
  ['npx', isTool],
  ['pnpm', isScriptOrInstall],
  ['rm', (words) => words.every((word) => word.startsWith('test/fixtures/'))],
])

/** A file that the reader wrote, or one of ours as a folder beside it names it. */
function isProgram(file: string): boolean {
  return /^\w+\.ts$/.test(file) || existsSync(`${ROOT}/${file.replace(/^(?:\.\.\/)+/, '')}`)
}

function isScriptOrInstall(words: readonly string[]): boolean {
  const [command = '', ...rest] = words
  if (command === 'install' || command === 'add') {
    const names = rest.filter((word) => !word.startsWith('-'))
    return names.every((name) => packages.some((manifest) => manifest.name === name && !manifest.private))
  }
  if (command === 'exec') return isKnown(rest)
  if (command === 'turbo' || command === '--filter') return isScriptOfPackage(words)
  const script = command === 'run' ? rest[0] : command
  return script !== undefined && Object.hasOwn(rootManifest.scripts ?? {}, script)
}

/** A script of one package: `turbo run test --filter=@sms/ip1`, or `--filter @sms/ip1 test`. Turbo also runs its parts. */
function isScriptOfPackage([command, ...rest]: readonly string[]): boolean {
  const words = command === 'turbo' ? rest.slice(1, 3).toReversed() : rest
  const [filter = '', script = ''] = words
  const known = scripts.get(filter.replace(/^--filter=/, '')) ?? []
  return known.some((one) => one === script || (command === 'turbo' && one.startsWith(`${script}:`)))
}

/** A package of ours, by its name: anyone may publish another one under the name of its command. */
function isTool(words: readonly string[]): boolean {
  const [tool = '', ...rest] = words.filter((word) => word !== '-y' && word !== '--yes')
  if (/^pnpm(?:@\d+)?$/.test(tool)) return isScriptOrInstall(rest)
  return packages.some(({ name, bin = {} }) => name === tool && Object.keys(bin).length === 1)
}
