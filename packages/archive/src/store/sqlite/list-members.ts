import type { Database } from './database.ts'
import { MEMBER_TABLES } from './members.ts'
import type { PageContext } from './page-context.ts'

/** Gives a member another position in the list, which it is listed at. */
export function moveMember(
  database: Database,
  context: PageContext,
  messageId: number,
  position: number,
): void {
  for (const [table, id] of MEMBER_TABLES) {
    const move = `UPDATE ${table} SET position = ? WHERE ${id} = ? AND conversation_id = ?`
    database.run(move, position, messageId, context.conversation)
  }
  markListed(database, context, messageId)
}

/** Notes that the provider lists a member. */
export function markListed(database: Database, context: PageContext, messageId: number): void {
  for (const [table, id] of MEMBER_TABLES) {
    const mark = `
      UPDATE ${table} SET absent_since = NULL, absent_again = NULL
      WHERE ${id} = ? AND conversation_id = ? AND absent_since IS NOT NULL`
    database.run(mark, messageId, context.conversation)
  }
  unmarkVanished(database, context, messageId)
}

/** Takes back that a message has vanished, if it was marked. */
export function unmarkVanished(
  database: Database,
  { sequence, updated }: PageContext,
  messageId: number,
): void {
  const unmark = 'UPDATE message SET vanished_at = NULL, changed = ? WHERE id = ? AND vanished_at IS NOT NULL'
  if (database.run(unmark, sequence.next, messageId) === 0) return
  sequence.next += 1
  updated.add(messageId)
}
