import type { Command, Option } from 'commander'
import { installedProviders } from '../providers/installed-providers.ts'

/** What can stand for a word, and what it means. */
interface Candidate {
  readonly value: string
  readonly description: string
}

/** Candidates, or file names, which the shell knows. */
type Offer = readonly Candidate[] | 'files'

// In the protocol of the scripts, the last line says whether the shell may offer file names by itself.
const FILES = ':0'
const NO_FILES = ':4'

/**
 * What can stand for the last of the words behind `sms`, in the protocol of the shells' scripts: a line for each
 * candidate, with a tab before its description.
 */
export function candidates(program: Command, words: readonly string[]): string {
  const current = words.at(-1) ?? ''
  const offer = offerFor(program, words.slice(0, -1), current)
  if (offer === 'files') return `${FILES}\n`
  // In `--format=csv` the value is what is completed.
  const begun = current.startsWith('-') ? current.replace(/^[^=]*=/, '') : current
  const lines = offer
    .filter(({ value }) => value.startsWith(begun))
    .map(({ value, description }) => `${value}\t${description}\n`)
  return `${lines.join('')}${NO_FILES}\n`
}

function offerFor(program: Command, before: readonly string[], current: string): Offer {
  let command = program
  let position = 0
  let waiting: Option | undefined
  for (const word of before) {
    if (waiting !== undefined) waiting = undefined
    else if (word.startsWith('-')) waiting = withValue(command, word)
    else if (command === program) command = find(program, word) ?? program
    else position += 1
  }
  if (waiting !== undefined) return values(waiting)
  const [name = '', value] = current.split('=', 2)
  if (current.startsWith('-'))
    return value === undefined ? options(command) : values(withValue(command, name))
  if (command === program) return commands(program)
  return command.registeredArguments[position]?.name() === 'provider' ? providers() : []
}

function find(program: Command, word: string): Command | undefined {
  return program.commands.find((command) => command.name() === word)
}

/** The option of this name, if a value belongs to it. */
function withValue(command: Command, name: string): Option | undefined {
  return command.options.find((option) => option.long === name && option.required)
}

/** An option takes a file if its help calls the value so. */
function values(option: Option | undefined): Offer {
  if (option !== undefined && /<(file|state|dir|folder)>$/.test(option.flags)) return 'files'
  return option?.argChoices?.map((value) => ({ value, description: '' })) ?? []
}

function options(command: Command): Offer {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, description }) => ({ value: long ?? '', description }))
}

function commands(program: Command): Offer {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.description() }))
}

/** A problem in some folder is not for a line that someone is typing. */
function providers(): Offer {
  return [...installedProviders(() => {})].map(({ provider, packageName }) => ({
    value: provider,
    description: packageName,
  }))
}
