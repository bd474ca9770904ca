/** The archive and the provider's list are not the same. */
export class DifferenceError extends Error {}
