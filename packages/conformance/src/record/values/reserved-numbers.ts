/** Digits of all numbers that regulators reserve for fiction: PTS +46701740605 to …699, Ofcom +447700900000 to …999. */
export const reservedNumbers: readonly string[] = [
  ...Array.from({ length: 95 }, (_, index) => String(46_701_740_605 + index)),
  ...Array.from({ length: 1000 }, (_, index) => String(447_700_900_000 + index)),
]
