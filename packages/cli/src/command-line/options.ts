import { type Command, InvalidArgumentError, Option } from 'commander'
import { formatNames } from '../formats/format.ts'

/** Where to read. */
export function addSourceOptions(command: Command): Command {
  return command
    .addOption(envFileOption())
    .option('--base-url <url>', 'where the API is (default: SMS_BASE_URL, else the provider’s own)')
    .addOption(simulateOption())
    .addOption(debugOption())
}

/** How much to read at a time. */
export function addPageOptions(command: Command): Command {
  return command
    .option('--page-size <number>', 'how many to ask for in one request', wholeNumber)
    .option('--concurrency <number>', 'requests at the same time for one list (default: 4)', wholeNumber)
}

/** What to write, and where. */
export function addOutputOptions(command: Command): Command {
  return command
    .addOption(formatOption())
    .addOption(rawOption())
    .addOption(outputOption())
    .option('--resume <state>', 'keep in this file how far --output got, and go on from there', fileName)
}

export function formatOption(): Option {
  const description = 'default: transcript on a terminal, csv for a file named so, jsonl elsewhere'
  return new Option('--format <format>', description).choices(formatNames)
}

export function rawOption(): Option {
  return new Option('--raw', 'add the provider’s own object to each line (jsonl)')
}

export function outputOption(): Option {
  return new Option('--output <file>', 'write there; the file is there when it is whole').argParser(fileName)
}

export function envFileOption(): Option {
  return new Option('--env-file <file>', 'read credentials from it that the environment does not have')
}

export function simulateOption(): Option {
  return new Option('--simulate', 'read made-up conversations, without an account')
}

export function debugOption(): Option {
  return new Option('--debug', 'tell more about an error')
}

/** @throws {InvalidArgumentError} for anything but a whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It takes a whole number from 1.')
}

/** @throws {InvalidArgumentError} for an empty name. */
function fileName(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('It takes the name of a file.')
}
