import type { CopyOptions } from '../contract/copy.ts'
import type { ArchiveRecord } from '../store/archive-record.ts'

/** How far a copy is. A message of two conversations counts in each, as in their numbers of messages, which come first. */
export class ProgressCounter {
  readonly #report: CopyOptions['onProgress']
  #total = 0
  #stored = 0
  #checked = 0

  constructor(report: CopyOptions['onProgress']) {
    this.#report = report
  }

  addStored(batch: readonly ArchiveRecord[]): void {
    for (const record of batch) if (record.kind === 'conversation') this.#total += record.messages
    this.#stored += countMembers(batch)
    this.#show()
  }

  addChecked(batch: readonly ArchiveRecord[]): void {
    this.#checked += countMembers(batch)
    this.#show()
  }

  #show(): void {
    // What comes before the conversations is no message, and how many there are is not known yet.
    if (this.#total > 0) this.#report?.({ stored: this.#stored, checked: this.#checked, total: this.#total })
  }
}

function countMembers(batch: readonly ArchiveRecord[]): number {
  return batch.filter(({ kind }) => kind === 'message' || kind === 'shared member').length
}
