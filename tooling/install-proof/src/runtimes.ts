// Installs the packages, reads a conversation with every provider in every runtime, and prints what came of it.
import { startAssignment } from './assignment.ts'
import { compile, copyProgram } from './compile.ts'
import { publishAll } from './published.ts'
import { type Row, rowOf } from './row.ts'
import { runtimes } from './runtimes/list.ts'
import { table } from './table.ts'

await using published = await publishAll()
const folder = await published.install('@sms/conversations-rcs', '@sms/ip1', '@sms/smstools')
copyProgram(folder)
await compile(folder, 'typescript')
await using assignment = await startAssignment()
const rows: Row[] = []
for (const runtime of runtimes) {
  process.stderr.write(`${runtime.name} …\n`)
  rows.push(await rowOf(runtime, folder, assignment))
}
process.stdout.write(`${table(rows)}\n`)
process.exitCode = rows.some(({ result }) => result.startsWith('failed')) ? 1 : 0
