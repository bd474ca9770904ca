// Node.js, Bun and Deno: node command-line.js <task as JSON>
import { prove, type Task } from './prove.js'

declare const process: {
  readonly argv: readonly string[]
  readonly stdout: { write(text: string): void }
}

const task = JSON.parse(process.argv[2] ?? '') as Task
process.stdout.write(JSON.stringify(await prove(task)))
