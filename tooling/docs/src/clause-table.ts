import { clauses } from '@sms/conformance'
import { markdownTable } from 'markdown-table'

/** Every clause of the conformance kit, with its sentence. */
export function clauseTable(): string {
  return markdownTable([['clause', ''], ...clauses.map(({ id, sentence }) => [id, sentence])])
}
