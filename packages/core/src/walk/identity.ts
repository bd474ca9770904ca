// Told apart by their first letter, so that an id is never taken for a content.
const ID = 'i'
const CONTENT = 'c'

/**
 * What tells an item from all others: its id, or else whatever of its content never changes. Items without an id may
 * be alike and yet be two.
 */
export function identity(id: string | null, content: () => readonly unknown[]): string {
  return id === null ? CONTENT + JSON.stringify(content()) : ID + id
}

/** Whether no other item can have this identity. */
export function isUnique(of: string): boolean {
  return of.startsWith(ID)
}
