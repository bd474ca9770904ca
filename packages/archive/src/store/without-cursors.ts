import { parseStored } from '../parse-stored.ts'

/**
 * The state of a sync without the cursors that it keeps.
 *
 * @param state As the sync wrote it.
 */
export function withoutCursors(state: string): string {
  const parsed = parseStored(state)
  if (!isRecord(parsed) || !Array.isArray(parsed['stretches'])) return state
  const stretches = parsed['stretches'].map((stretch: unknown) =>
    isRecord(stretch) ? { ...stretch, marks: [] } : stretch,
  )
  return JSON.stringify({ ...parsed, stretches })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
