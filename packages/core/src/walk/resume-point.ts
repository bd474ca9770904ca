/** How many of the items yielded last a place records: enough to find it again if some of them have vanished. */
export const LONGEST_TAIL = 16

/** Where a walk stopped, in a form that can be found again although the list has changed. */
export interface ResumePoint {
  /** The token of the page that the next item was on, if pages have tokens; null for the first page. */
  readonly token: string | null
  /** How many items the page of that token is requested with; null if there is no token. */
  readonly pageSize: number | null
  /** The offset after the last item then; if pages have tokens, how many items of that page were read. */
  readonly offset: number
  /** The list's total then, if the provider reports one. */
  readonly total: number | null
  /** The most items that the provider gives for one request, if that was fewer than requested. */
  readonly cap: number | null
  /** Digests of the identities of the items yielded last, the last one last. */
  readonly tail: readonly string[]
  /** Digests of the last items that were yielded out of the order of the list: they are no place, but must not come again. */
  readonly strays: readonly string[]
}

/** Where a walk starts that resumes nothing. */
export const BEGINNING: ResumePoint = {
  token: null,
  pageSize: null,
  offset: 0,
  total: null,
  cap: null,
  tail: [],
  strays: [],
}

/** Whether a walk that resumes here reads its list from the beginning. */
export function isBeginning({ token, offset, tail, strays }: ResumePoint): boolean {
  return token === null && offset === 0 && tail.length === 0 && strays.length === 0
}
