/**
 * The state of a sync without the cursors that it keeps.
 *
 * @param state As the sync wrote it, as JSON.
 */
export function withoutCursors(state: string): string {
  const parsed: unknown = JSON.parse(state)
  if (!isRecord(parsed) || !Array.isArray(parsed['stretches'])) return state
  const stretches = parsed['stretches'].map((stretch: unknown) =>
    isRecord(stretch) ? { ...stretch, marks: [] } : stretch,
  )
  return JSON.stringify({ ...parsed, stretches })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
