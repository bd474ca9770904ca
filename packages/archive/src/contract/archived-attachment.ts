import type { SmsError } from '@sms/core'

/** An attachment as it is stored. */
export interface ArchivedAttachment {
  /**
   * The name that the provider sent, without folders, control characters and invisible ones; null if nothing is left. It is
   * untrusted all the same: two files may have one name.
   */
  readonly name: string | null
  /** The media type that the provider sent, or else the server of the file; null if neither has. */
  readonly contentType: string | null
  /** What the file contains; null if it is not stored. */
  readonly content: Uint8Array | null
  /** The SHA-256 digest of the content, in hexadecimal; null if it is not stored. */
  readonly sha256: string | null
  /** Why it could not be stored; null if it is stored, or no sync has tried. */
  readonly error: SmsError | null
  /** From when on a sync tries again; null if it is stored, no sync has tried, or no one does without `full`. */
  readonly retryAt: Date | null
}
