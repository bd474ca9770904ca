import { type Command, Option } from 'commander'
import { type FormatName, formatNames } from '../formats/format.ts'
import { fileName, outputName } from './option-values.ts'

/** The options that choose the format, and the file or folder to write. */
export interface OutputOptions {
  readonly format?: FormatName
  readonly raw?: boolean
  readonly bom?: boolean
  readonly output?: string
  readonly outputDir?: string
  readonly resume?: string
}

export function addFormatOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        'default: from the extension of --output; else transcript on a terminal, jsonl elsewhere',
      ).choices(formatNames),
    )
    .option('--raw', 'add the provider’s own object to each line (jsonl)')
    .option('--bom', 'begin with a byte-order mark, so that Excel reads every language (csv)')
}

export function addOutputOption(command: Command): Command {
  return command
    .option(
      '--output <file>',
      'write this file when everything was read (.jsonl, .csv, .txt; - for standard output)',
      outputName,
    )
    .hook('preAction', (_, chosen) => {
      // `-` is standard output, which is the default.
      if (chosen.getOptionValue('output') === '-') chosen.setOptionValue('output', undefined)
    })
}

export function addResumeOption(command: Command): Command {
  return command.option(
    '--resume <state>',
    'keep in this file how far --output got, and resume from there',
    fileName,
  )
}

export function addOutputDirOption(command: Command): Command {
  return command.option(
    '--output-dir <folder>',
    'write one file for each participant into this folder',
    fileName,
  )
}
