/** What a provider's API is shown to do by fixtures, each with the file name of its fixture. */
export const scenarioNames = [
  'several-pages',
  'empty',
  'both-directions',
  'unicode',
  'resumed',
  'capped',
  'empty-page',
  'wrong-total',
  'oldest-first',
  'newest-first',
  'since-until',
  'conversations',
  'summary',
  'unauthorized',
  'not-found',
  'rate-limited',
  'unavailable',
] as const

/** Something that a provider's API is shown to do by a fixture, and the fixture's file name. */
export type ScenarioName = (typeof scenarioNames)[number]
