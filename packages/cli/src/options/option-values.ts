import { InvalidArgumentError } from 'commander'

/** @throws {InvalidArgumentError} for anything but a whole number, 1 or more. */
export function parseWholeNumber(text: string): number {
  return parseNumber(text, 1)
}

/** @throws {InvalidArgumentError} for anything but a whole number, 0 or more. */
export function parseDays(text: string): number {
  return parseNumber(text, 0)
}

function parseNumber(text: string, least: number): number {
  if (/^(?:0|[1-9][0-9]{0,14})$/.test(text) && Number(text) >= least) return Number(text)
  throw new InvalidArgumentError(
    `the value ${problemOf(text, least)}. Expected a whole number, ${least} or more.`,
  )
}

function problemOf(text: string, least: number): string {
  if (text === '') return 'is empty'
  if (/^-?0*$/.test(text) || /^-\d+$/.test(text)) return `is less than ${least}`
  return /^\d{16,}$/.test(text) ? 'is too large' : 'is not a whole number'
}

/** @throws {InvalidArgumentError} for an empty name, and for `-`, which other options read as a standard stream. */
export function fileName(text: string): string {
  if (text === '') throw new InvalidArgumentError('the value is empty. Expected the name of a file.')
  if (text === '-') {
    throw new InvalidArgumentError(
      'a standard stream cannot be used. Name a file, or write ./- if its name is -.',
    )
  }
  return text
}

/** Like `fileName`, but accepts `-` for standard output. */
export function outputName(text: string): string {
  return text === '-' ? text : fileName(text)
}
