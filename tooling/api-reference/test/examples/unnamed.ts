/** A rod is as long as this, in metres. */
export const LENGTH: number = 1
