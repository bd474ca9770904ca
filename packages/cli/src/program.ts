import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addArchive } from './commands/archive-copy/command.ts'
import { addChanges } from './commands/changes/command.ts'
import { addComplete } from './commands/complete/command.ts'
import { addConversations } from './commands/conversations/command.ts'
import { addErase } from './commands/erase/command.ts'
import { addMessages } from './commands/messages/command.ts'
import { addProviders } from './commands/providers/command.ts'
import { addPrune } from './commands/prune/command.ts'
import { addQueue } from './commands/queue/command.ts'
import { addSearch } from './commands/search/command.ts'
import { addSummary } from './commands/summary/command.ts'
import { addSync } from './commands/sync/command.ts'
import { addVerify } from './commands/verify/command.ts'
import { addWorker } from './commands/worker/command.ts'
import { exitCodesHelp } from './errors/exit-code.ts'
import { printable } from './formats/printable.ts'
import type { Invocation } from './invocation.ts'
import { oldEnvFileOption } from './options/reader-options.ts'

// In the order of the help. A command imports what it needs when it runs, so that help appears at once.
const ADD_COMMANDS = [
  addMessages,
  addConversations,
  addSummary,
  addSync,
  addSearch,
  addChanges,
  addVerify,
  addErase,
  addPrune,
  addArchive,
  addWorker,
  addQueue,
  addProviders,
  addComplete,
]

/** The program with all its commands. */
export function createProgram(invocation: Invocation): Command {
  const program = new Command('sms')
    .description(
      'Reads SMS and RCS conversations from any installed provider, writes them to files and keeps them in an archive.',
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
  for (const addCommand of ADD_COMMANDS) addCommand(program, invocation)
  return program
}

function version(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}

/** Puts an error of Commander on one line, without values: one may be a credential or a phone number. */
function oneLine(text: string): string {
  const shown = printable(text)
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^error: /, '')
    .replace(/(unknown option '(?:--[\w-]+|-\w)).*'/, "$1'")
    .replace(/option '(--[\w-]+)[^']*' argument '.*' is invalid\./, '$1:')
    .replace(/command-argument value '.*' is invalid for argument '([\w-]+)'\./, '<$1>:')
    .replace(/Allowed choices are (.*)\./, 'the value is not one of $1.')
    .replace(/(unknown command) '(?![a-z]+')[^']*'/, '$1')
    .replace(/( but got \d+): .*/, '$1.')
  return `sms: ${shown}${/\bDid you mean\b/.test(shown) ? '' : ' (--help shows more)'}\n`
}
