import { script } from '@bomb.sh/tab'
import { UsageError } from '../../errors/usage-error.ts'
import { bashScript } from './bash-script.ts'
import { shells } from './shells.ts'

/** @throws {UsageError} for a shell that has no script. */
export function printScript(shell: string | undefined): void {
  if (shell === undefined || !shells.includes(shell)) {
    throw new UsageError(`sms complete takes the name of a shell: ${shells.join(', ')}.`)
  }
  if (shell === 'bash') process.stdout.write(bashScript)
  else script(shell, 'sms', 'sms')
}
