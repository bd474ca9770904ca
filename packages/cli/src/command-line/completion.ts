import { script } from '@bomb.sh/tab'
import type { Command } from 'commander'
import { UsageError } from '../usage-error.ts'
import { bashScript } from './bash-script.ts'
import { candidates } from './candidates.ts'

const SHELLS: readonly string[] = ['bash', 'zsh', 'fish', 'powershell']

/** Adds `sms complete SHELL`, which prints a script, and `sms complete -- WORDS`, which that script runs for each TAB. */
export function addCompletion(program: Command, words: readonly string[]): void {
  program
    .command('complete')
    .description('print the script that completes commands, options and providers in a shell')
    .argument('[shell]', `one of ${SHELLS.join(', ')}`)
    .allowExcessArguments()
    .action((shell: string | undefined, _options: object, { args }: Command) => {
      if (words[1] === '--') process.stdout.write(candidates(program, args))
      else if (shell === 'bash') process.stdout.write(bashScript)
      else if (shell !== undefined && SHELLS.includes(shell)) script(shell, 'sms', 'sms')
      else throw new UsageError(`sms complete takes the name of a shell: ${SHELLS.join(', ')}.`)
    })
}
