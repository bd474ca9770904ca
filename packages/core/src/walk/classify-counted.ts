/** What the numbers of a response mean. */
export type CountedMeaning =
  /** It starts with the wanted number: nothing happened, or only arrivals. */
  | 'follows'
  /** It starts above the wanted number, with the items that were read last. */
  | 'overlaps'
  /** Its numbers say that it follows, but its items were read before: it was counted and listed at two moments. */
  | 'shifted'
  /** Its numbers say that it follows, but its first item has no id and looks like the one read last. */
  | 'alike'
  /** It starts elsewhere. */
  | 'elsewhere'

/** What is known of a response, and of the list up to it. */
export interface CountedEvidence {
  /** How far above the wanted number it starts; negative if it starts below. */
  readonly above: number
  readonly length: number
  /** Whether its total is lower than before: then an item of this page may have vanished. */
  readonly hasFallen: boolean
  /** Whether the items above the wanted number are the ones read last. */
  readonly overlapIsKnown: boolean
  /** Whether the items that should follow were read before. */
  readonly goesBack: boolean
  /** Whether the item that should follow looks like the one read last. */
  readonly startsAlike: boolean
}

export function classifyCounted(evidence: CountedEvidence): CountedMeaning {
  const { above, length, hasFallen, overlapIsKnown, goesBack, startsAlike } = evidence
  const isNext = above === 0 && length > 0 && !hasFallen
  const overlaps = above > 0 && above <= length && overlapIsKnown
  if (!isNext && !overlaps) return 'elsewhere'
  if (goesBack) return 'shifted'
  if (startsAlike) return 'alike'
  return isNext ? 'follows' : 'overlaps'
}

/** What a response that starts elsewhere means. */
export type ElsewhereMeaning =
  /** It may show an older state than others. */
  | 'outdated'
  /** More arrived than a page holds. */
  | 'pushed'
  /** It is empty, and the total says that it is not. */
  | 'empty'
  /** It is the newest response: an item has vanished, or items have changed places. */
  | 'changed'

/** What is known of a response that starts elsewhere. */
export interface ElsewhereEvidence {
  readonly isNewest: boolean
  /** How far above the wanted number it starts. */
  readonly above: number
  readonly length: number
  readonly first: number
  readonly total: number
  readonly totalBefore: number
  readonly hasShrunk: boolean
}

export function classifyElsewhere(evidence: ElsewhereEvidence): ElsewhereMeaning {
  const { isNewest, above, length, first, total, totalBefore, hasShrunk } = evidence
  if (!isNewest) return 'outdated'
  if (length > 0 && above >= length && total > totalBefore && !hasShrunk) return 'pushed'
  return length === 0 && first < total && total >= totalBefore ? 'empty' : 'changed'
}
