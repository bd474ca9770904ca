/**
 * A package of which nothing is left to say.
 *
 * @module @sms/api-reference/documented
 */

/** Something to measure. */
export interface Rod {
  /** In metres. */
  readonly length: number
}

/**
 * How long some rods are together, in metres. See {@link Rod}.
 *
 * @example
 * ```ts
 * console.log(lengthOf([{ length: 1 }, { length: 2 }]))
 * ```
 */
export function lengthOf(rods: readonly Rod[]): number {
  return rods.reduce((sum, { length }) => sum + length, 0)
}

/**
 * Measures.
 *
 * @example
 * ```ts
 * console.log(new Ruler().measure({ length: 1 }))
 * ```
 */
export class Ruler {
  /** In metres. */
  measure({ length }: Rod): number {
    return length
  }
}
