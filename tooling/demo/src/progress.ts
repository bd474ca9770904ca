/** What goes on, on stderr: stdout is for what was read. */
export function progress(step: string): void {
  process.stderr.write(`${step}\n`)
}
