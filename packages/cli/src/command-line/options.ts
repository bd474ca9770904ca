import { type Command, InvalidArgumentError, Option } from 'commander'
import { formatNames } from '../formats/format.ts'

/** Where to read. */
export function addSourceOptions(command: Command): Command {
  return command
    .addOption(credentialsFileOption())
    .option('--base-url <url>', 'the address of the API (default: SMS_BASE_URL, else the provider’s own)')
    .addOption(simulateOption())
    .addOption(debugOption())
}

/** How much to read at a time. */
export function addPageOptions(command: Command): Command {
  return command
    .option('--page-size <number>', 'items to request at a time', wholeNumber)
    .option('--concurrency <number>', 'requests at the same time for one list (default: 4)', wholeNumber)
}

/** What to write, and where. */
export function addOutputOptions(command: Command): Command {
  return addOutputOption(
    command.addOption(formatOption()).addOption(rawOption()).addOption(bomOption()),
  ).option('--resume <state>', 'keep in this file how far --output got, and resume from there', fileName)
}

export function formatOption(): Option {
  const description = 'default: as the name of --output ends; else transcript on a terminal, jsonl elsewhere'
  return new Option('--format <format>', description).choices(formatNames)
}

export function rawOption(): Option {
  return new Option('--raw', 'add the provider’s own object to each line (jsonl)')
}

export function bomOption(): Option {
  return new Option('--bom', 'begin with a byte-order mark, so that Excel reads every language (csv)')
}

export function addOutputOption(command: Command): Command {
  return command
    .option(
      '--output <file>',
      'replace this file when everything was read (.jsonl, .csv, .txt; - for standard output)',
      outputName,
    )
    .hook('preAction', (_, chosen) => {
      // `-` is standard output, as if no file were named.
      if (chosen.getOptionValue('output') === '-') chosen.setOptionValue('output', undefined)
    })
}

export function outputDirOption(): Option {
  return new Option(
    '--output-dir <folder>',
    'write one file for each participant into this folder',
  ).argParser(fileName)
}

export function credentialsFileOption(): Option {
  const description = 'a file with the credentials that the environment does not set'
  return new Option('--credentials-file <file>', description).argParser(fileName)
}

/** The name that --credentials-file had. Node.js obeys an option of this name wherever it stands. */
export function oldEnvFileOption(): Option {
  return new Option('--env-file <file>').hideHelp().argParser(() => {
    throw new InvalidArgumentError(
      'use --credentials-file; --env-file is an option of Node.js, which applies the NODE_OPTIONS in the file.',
    )
  })
}

export function simulateOption(): Option {
  return new Option('--simulate', 'read made-up conversations, without an account')
}

export function debugOption(): Option {
  return new Option('--debug', 'show more about an error')
}

/** @throws {InvalidArgumentError} for anything but a whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError(`the value ${whatIsWrong(text)}; expected a whole number, 1 or more.`)
}

function whatIsWrong(text: string): string {
  if (text === '') return 'is empty'
  if (/^-?0*$/.test(text) || /^-\d+$/.test(text)) return 'is less than 1'
  return /^\d{16,}$/.test(text) ? 'is too large' : 'is not a whole number'
}

/** @throws {InvalidArgumentError} for an empty name, and for one that other options take for a standard stream. */
function fileName(text: string): string {
  if (text === '') throw new InvalidArgumentError('the value is empty; expected the name of a file.')
  if (text === '-') {
    throw new InvalidArgumentError(
      'a standard stream cannot be used; name a file, or write ./- if its name is -.',
    )
  }
  return text
}

/** As `fileName`, but `-` is standard output. */
function outputName(text: string): string {
  return text === '-' ? text : fileName(text)
}
