/** How a response joins what was read. */
export interface JoinPoint {
  /** New items before this one arrived in front of the list, or were read before a cursor was made. */
  readonly skip: number
  /** The items from this one on follow the item read last. */
  readonly from: number
  /** How many items were read after the one that the response was joined at. */
  readonly behind: number
  /** Whether an id proves it. Without ids, items that look like the ones read last may be other, identical ones. */
  readonly isCertain: boolean
}
