// Installs the packages, reads a conversation from every provider in every runtime, and prints a table of the results.
import { markdownTable } from 'markdown-table'
import { startAssignment } from './assignment.ts'
import { compile, copyProgram } from './compile.ts'
import { publishedProviders } from './providers.ts'
import { install, publishAll } from './published.ts'
import { rowOf, type RuntimeRow } from './row.ts'
import { runtimes } from './runtimes/list.ts'

await using published = await publishAll()
const folder = await install(published, ...publishedProviders.map(({ packageName }) => packageName))
copyProgram(folder)
await compile(folder, 'typescript')
await using assignment = await startAssignment()
const rows: RuntimeRow[] = []
for (const runtime of runtimes) {
  process.stderr.write(`${runtime.name} …\n`)
  rows.push(await rowOf(runtime, folder, assignment))
}
process.stdout.write(
  `${markdownTable([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))])}\n`,
)
process.exitCode = rows.some(({ result }) => result.startsWith('failed')) ? 1 : 0
