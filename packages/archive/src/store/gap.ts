/** How many positions are left free above a part of a list that does not join the part below it. */
export const GAP: number = 2 ** 32
