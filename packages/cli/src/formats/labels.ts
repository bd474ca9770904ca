// A notice names this many and leaves the others out.
const MAX_LABELS = 20

/** The places of participants on a list, as a notice names them. */
export function joinLabels(labels: readonly string[]): string {
  return [...labels.slice(0, MAX_LABELS), ...(labels.length > MAX_LABELS ? ['…'] : [])].join('; ')
}
