import { readFileSync, writeFileSync } from 'node:fs'
import { withClauseTable } from './clause-table.ts'

const readme = new URL('../../../packages/conformance/README.md', import.meta.url)
writeFileSync(readme, withClauseTable(readFileSync(readme, 'utf8')))
