/** The digits of all numbers reserved for fiction: +46701740605 to …699 (PTS), +447700900000 to …999 (Ofcom). */
export const reservedNumbers: readonly string[] = [
  ...Array.from({ length: 95 }, (_, index) => String(46_701_740_605 + index)),
  ...Array.from({ length: 1000 }, (_, index) => String(447_700_900_000 + index)),
]
