import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { exitCodesHelp } from '../exit-code.ts'
import { printable } from '../formats/printable.ts'
import { addCompletion } from './completion.ts'
import { addConversations } from './conversations.ts'
import { addMessages } from './messages.ts'
import { oldEnvFileOption } from './options.ts'
import { addProviders } from './providers.ts'
import { addSummary } from './summary.ts'

/**
 * The command line. What a command needs is imported when it runs, so that help comes at once.
 *
 * @param args The words after `sms`.
 * @param signal Ends what is going on.
 */
export function createProgram(args: readonly string[], signal: AbortSignal): Command {
  const program = new Command('sms')
    .description(
      'Reads SMS and RCS conversations from any provider that is installed, and writes them to files.',
    )
    .version(version())
    .showSuggestionAfterError()
    .addOption(oldEnvFileOption())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .addHelpText(
      'after',
      `${exitCodesHelp}\n\nCredentials come from the environment or from --credentials-file, never from arguments.`,
    )
  addMessages(program, signal)
  addConversations(program, signal)
  addSummary(program, signal)
  addProviders(program)
  addCompletion(program, args)
  return program
}

function version(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}

/** As every error here: in one line, and without what may be a credential or a phone number in the wrong place. */
function oneLine(text: string): string {
  const shown = printable(text)
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^error: /, '')
    .replace(/(unknown option '(?:--[\w-]+|-\w)).*'/, "$1'")
    .replace(/option '(--[\w-]+)[^']*' argument '.*' is invalid\./, '$1:')
    .replace(/Allowed choices are (.*)\./, 'the value is not one of $1.')
    .replace(/(unknown command) '(?![a-z]+')[^']*'/, '$1')
    .replace(/( but got \d+): .*/, '$1.')
  return `sms: ${shown}${/\bDid you mean\b/.test(shown) ? '' : ' (--help shows more)'}\n`
}
