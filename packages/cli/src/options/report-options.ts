import { type Command, Option } from 'commander'
import { type ReportFormat, reportFormats } from '../formats/format.ts'

/** The option that chooses how a report is printed. */
export interface ReportOptions {
  readonly format?: ReportFormat
}

export function addReportOptions(command: Command): Command {
  return command.addOption(
    new Option(
      '--format <format>',
      'of the report: default transcript on a terminal, jsonl elsewhere',
    ).choices(reportFormats),
  )
}
