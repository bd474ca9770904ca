import { createInterface } from 'node:readline'
import { UsageError } from './errors/usage-error.ts'
import { printable } from './formats/printable.ts'

/** The option that confirms a command beforehand. */
export interface ConfirmOptions {
  readonly yes?: boolean
}

const ANSWER = 'yes'

/**
 * Asks on the terminal before a command removes something for good, unless `--yes` has confirmed it.
 *
 * @param explain Lines that say what will be removed and what will stay. Called only if there is someone to ask.
 * @throws {UsageError} if the answer is anything but `yes`, or if there is no terminal to ask on.
 */
export async function confirm(
  explain: () => Promise<readonly string[]>,
  { yes }: ConfirmOptions,
  signal: AbortSignal,
): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(
      'This removes messages for good, and there is no terminal to ask on. Nothing was removed. To confirm it, add --yes.',
    )
  }
  const lines = await explain()
  process.stderr.write(`${lines.map(printable).join('\n')}\nType ${ANSWER} to continue: `)
  const answer = await readLine(signal)
  if (answer.trim().toLowerCase() !== ANSWER) throw new UsageError('Nothing was removed.')
}

/** A line from the terminal; empty if its input ends. */
async function readLine(signal: AbortSignal): Promise<string> {
  // In raw mode, which `terminal` means, Ctrl-C would not interrupt the process.
  const lines = createInterface({ input: process.stdin, terminal: false, signal })
  try {
    for await (const line of lines) return line
  } finally {
    lines.close()
  }
  signal.throwIfAborted()
  process.stderr.write('\n')
  return ''
}
