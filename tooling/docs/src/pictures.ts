import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { terminalPicture } from './terminal-picture.ts'

/** A picture of a command of `sms` with what it prints. */
export interface Picture {
  /** Relative to the root. */
  readonly path: string
  /** The arguments of `sms`. */
  readonly words: readonly string[]
}

/** The pictures that documents show. */
export const pictures: readonly Picture[] = [
  {
    path: '.github/transcript.svg',
    words: 'messages ip1 +46701740605 --simulate --order newest-first --limit 6'.split(' '),
  },
]

const sms = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@sms/cli/package.json')))

/** Runs the command, and draws what it prints on a terminal. */
export function drawn({ words }: Picture): string {
  // Here is no terminal: the format and the colours of one need to be said.
  const output = execFileSync(process.execPath, [sms, ...words, '--format', 'transcript'], {
    encoding: 'utf8',
    env: { FORCE_COLOR: '1' },
  })
  // Without a terminal, `sms` prints 80 columns.
  return terminalPicture({ command: `sms ${words.join(' ')}`, output, columns: 80 })
}
