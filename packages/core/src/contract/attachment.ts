/** A file that came with a message. */
export interface Attachment {
  /** The file's name, null if the provider sends none. */
  readonly name: string | null
  /** Where the provider keeps it, unchanged: treat it as untrusted input. */
  readonly url: string
  /** The media type as the provider words it, null if it sends none. */
  readonly contentType: string | null
}

/** A file that was downloaded. */
export interface DownloadedFile {
  /** What the file contains. */
  readonly content: Uint8Array
  /** The media type as the server words it, null if it sends none. */
  readonly contentType: string | null
}
