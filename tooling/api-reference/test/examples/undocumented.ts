/**
 * A package of which much is left to say.
 *
 * @module @sms/api-reference/undocumented
 */

export interface Rod {
  readonly length: number
  /** What it weighs together with {@link Nothing}. */
  readonly weight: { readonly grams: number }
}

/** In metres. */
export function lengthOf({ length }: Rod): number {
  return length
}

/** Measures. */
export class Ruler {
  /** In metres. */
  measure({ length }: Rod): Measure {
    return { length }
  }
}

interface Measure {
  readonly length: number
}
