import type { Command } from 'commander'
import type { Invocation } from '../../invocation.ts'
import { shells } from './shells.ts'

/** Adds `sms complete SHELL`, which prints a script, and `sms complete -- WORDS`, which that script runs at each TAB. */
export function addComplete(program: Command, invocation: Invocation): void {
  program
    .command('complete')
    .description('print the script that completes commands, options and providers in a shell')
    .argument('[shell]', `one of ${shells.join(', ')}`)
    .allowExcessArguments()
    .action(async (shell: string | undefined, _options: object, { args }: Command) => {
      if (invocation.args[1] === '--') {
        const { candidates } = await import('./candidates.ts')
        process.stdout.write(candidates(program, args))
      } else {
        const { printScript } = await import('./print-script.ts')
        printScript(shell)
      }
    })
}
