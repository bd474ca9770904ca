import { markdownTable } from 'markdown-table'
import { KINDS, ROWS } from './rows.ts'

/** The table of rows as Markdown, with what it takes to read it. */
export function faultsDocument(): string {
  const table = [
    ['Fault', 'What happens', 'What we do', 'Proof'],
    ...ROWS.map(({ name, fault, promise, kinds }) => [`\`${name}\``, fault, promise, kinds.join(' ')]),
  ]
  const kinds = Object.entries(KINDS).map(([letter, meaning]) => `- **${letter}**: ${meaning}`)
  return `# What can go wrong, and what we do

Every row is a promise. Its last column says how it is proven:

${kinds.join('\n')}

The title of a test ends with the names of the faults that it proves, such as \`[redirect]\`. \`npx pnpm@12 --filter
@sms/faults table\` lists all tests of each fault. \`npx pnpm@12 --filter @sms/faults prove\` runs the property tests of this package for longer, and
\`FAULTS_SEED\` with the seed of a failure repeats it.

Codes are those of \`SmsError\`. An attempt is one request on the wire.

${markdownTable(table)}
`
}
