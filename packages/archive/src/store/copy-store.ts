import type { ArchiveRecord } from './archive-record.ts'

/** How an archive moves into another database. */
export interface CopyStore {
  /** The whole archive as it is at one moment, in batches, while others write it. */
  dump(): AsyncIterable<readonly ArchiveRecord[]>
  /**
   * Fills an archive that has never stored anything with what `dump` yields, in one transaction. Numbers that are given later
   * are higher than those of the records. A store that can search adds the messages to its index.
   *
   * @param check Is called before the end of the transaction, with a dump of what is stored by then.
   * @throws {ArchiveError} `conflict` if the archive has stored something. Whatever fails, it stays as it was.
   */
  load(
    records: AsyncIterable<readonly ArchiveRecord[]>,
    check: (stored: AsyncIterable<readonly ArchiveRecord[]>) => Promise<void>,
  ): Promise<void>
}
