/** Options of `openArchive`. */
export interface OpenOptions {
  /**
   * Whether messages can be found by their words. Without the search index, the file is smaller, syncs store faster, and
   * `search` is `unsupported`. Default: true.
   */
  search?: boolean | undefined
}
