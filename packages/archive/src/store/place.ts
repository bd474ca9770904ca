/** Where a message stands in the archive's order. */
export interface Place {
  readonly sortTime: number
  readonly rank: number
  readonly id: number
}
