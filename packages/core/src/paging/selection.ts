/**
 * Whether an item is wanted. `'beyond'`: it is not, and as far as the order of the list shows, no later one is. One such
 * item may be out of order, so a walk stops after 50 of them in a row.
 */
export type Selection = 'take' | 'skip' | 'beyond'
