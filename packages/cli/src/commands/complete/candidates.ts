import type { Command, Option } from 'commander'
import { ARCHIVE } from '../../archive/archive-address.ts'
import { installedProviders } from '../../providers/installed-providers.ts'

/** A word that may come next, and its meaning. */
interface Candidate {
  readonly value: string
  readonly description: string
}

/** Candidates, or file names, which the shell completes. */
type Completion = readonly Candidate[] | 'files'

const THE_ARCHIVE: Candidate = { value: ARCHIVE, description: 'what sms sync has stored' }

// In the protocol of the scripts, the last line says whether the shell may complete file names.
const FILES = ':0'
const NO_FILES = ':4'

/**
 * Completes the last of the words after `sms`, in the protocol of the shells' scripts: one line for each candidate, with
 * a tab before its description.
 */
export function candidates(program: Command, words: readonly string[]): string {
  const current = words.at(-1) ?? ''
  const completion = complete(program, words.slice(0, -1), current)
  if (completion === 'files') return `${FILES}\n`
  // In `--format=csv` the value is completed.
  const begun = current.startsWith('-') ? current.replace(/^[^=]*=/, '') : current
  const lines = completion
    .filter(({ value }) => value.startsWith(begun))
    .map(({ value, description }) => `${value}\t${description}\n`)
  return `${lines.join('')}${NO_FILES}\n`
}

function complete(program: Command, before: readonly string[], current: string): Completion {
  let command = program
  let position = 0
  let waiting: Option | undefined
  for (const word of before) {
    if (waiting !== undefined) waiting = undefined
    else if (word.startsWith('-')) waiting = optionWithValue(command, word)
    else if (command.commands.length > 0) command = findCommand(command, word) ?? command
    else position += 1
  }
  if (waiting !== undefined) return values(waiting)
  const [name = '', value] = current.split('=', 2)
  if (current.startsWith('-')) {
    return value === undefined ? options(command) : values(optionWithValue(command, name))
  }
  if (command.commands.length > 0) return commands(command)
  const argument = command.registeredArguments[position]?.name()
  if (argument === 'provider') return providers()
  if (argument === 'from' || argument === 'to') return 'files'
  return argument === `provider|${ARCHIVE}` ? [...providers(), THE_ARCHIVE] : []
}

function findCommand(program: Command, word: string): Command | undefined {
  return program.commands.find((command) => command.name() === word)
}

/** The option of this name, if it takes a value. */
function optionWithValue(command: Command, name: string): Option | undefined {
  return command.options.find((option) => option.long === name && option.required)
}

/** An option takes a file if its help names the value so. */
function values(option: Option | undefined): Completion {
  if (option !== undefined && /<(file|state|dir|folder)>$/.test(option.flags)) return 'files'
  return option?.argChoices?.map((value) => ({ value, description: '' })) ?? []
}

function options(command: Command): Completion {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, description }) => ({ value: long ?? '', description }))
}

function commands(program: Command): Completion {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.description() }))
}

/** Skips what cannot be read: an error would disturb the line that someone is typing. */
function providers(): readonly Candidate[] {
  return [...installedProviders(() => {})].map(({ provider, packageName }) => ({
    value: provider,
    description: packageName,
  }))
}
