import * as v from 'valibot'

/**
 * Text that may be null or missing, as most APIs send it.
 *
 * @example
 * ```ts
 * import { optionalText, optionalTextOrNumber } from '@sms/core/provider'
 * import * as v from 'valibot'
 *
 * const message = v.looseObject({ id: optionalTextOrNumber, text: optionalText })
 * console.log(v.is(message, { id: 7, text: null })) // true
 * ```
 */
export const optionalText: v.GenericSchema<unknown, string | null | undefined> = v.nullish(v.string())

/** The same, or a number: APIs change between the two. */
export const optionalTextOrNumber: v.GenericSchema<unknown, string | number | null | undefined> = v.nullish(
  v.union([v.string(), v.number()]),
)
