/**
 * Why an archive failed. Codes are part of the contract; messages are for people and may change.
 *
 * - `busy`: another process writes the conversation or the database, and did not end in time
 * - `erased`: the participant was erased; nothing of them is stored
 * - `conflict`: most stored messages are not in the list any more, so it is probably the list of another account; or the archive
 *   to copy into is not empty
 * - `not_an_archive`: the file is something else; it is left as it was
 * - `newer_version`: a newer version of the package has written the file
 * - `storage`: the file cannot be read or written: the disk is full, or the file is read-only or damaged
 */
export type ArchiveErrorCode = 'busy' | 'conflict' | 'erased' | 'not_an_archive' | 'newer_version' | 'storage'

// Registered, so that errors are recognised across copies of this package, which `instanceof` is not.
const BRAND: unique symbol = Symbol.for('@sms/archive/ArchiveError')

/**
 * An error of the archive itself; its `code` says what happened. Its message shows no message text and no phone number.
 *
 * @example
 * ```ts
 * import { ArchiveError, openArchive } from '@sms/archive'
 *
 * try {
 *   await openArchive('/no/such/folder/sms.db')
 * } catch (error) {
 *   if (!ArchiveError.is(error, 'storage')) throw error
 *   console.log(error.message)
 * }
 * ```
 */
export class ArchiveError extends Error {
  /** Why the archive failed. */
  readonly code: ArchiveErrorCode

  /**
   * Makes an error of the archive.
   *
   * @param message For people: what went wrong and what to do next.
   */
  constructor(code: ArchiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Always `'ArchiveError'`. */
  override get name(): 'ArchiveError' {
    return 'ArchiveError'
  }

  /**
   * Whether `value` is an `ArchiveError`, and of this code if one is given. It works across copies of this package, which
   * `instanceof` does not.
   *
   * @example
   * ```ts
   * import { ArchiveError } from '@sms/archive'
   *
   * console.log(ArchiveError.is(new ArchiveError('busy', 'Try again later.'), 'busy')) // true
   * ```
   */
  static is<Code extends ArchiveErrorCode>(
    value: unknown,
    code?: Code,
  ): value is ArchiveError & {
    /** The given code. */
    readonly code: Code
  } {
    return (
      value instanceof Error && BRAND in value && (code === undefined || Reflect.get(value, 'code') === code)
    )
  }
}
