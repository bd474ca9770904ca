import { printable } from '../formats/printable.ts'

/** Prints one line on stderr, which begins with the name of the command. The text may contain third-party words. */
export function printNotice(line: string): void {
  process.stderr.write(`sms: ${printable(line.replaceAll(/\s*\n\s*/g, ' '))}\n`)
}
