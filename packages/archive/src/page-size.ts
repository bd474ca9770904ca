/** Items in a page of the archive, if a call does not say how many. */
export const PAGE_SIZE = 500

/** The most items in a page of the archive. */
export const LARGEST_PAGE = 10_000
