import { createHash, type Hash } from 'node:crypto'
import type { ArchiveRecord } from '../store/archive-record.ts'

/** Counts the records of a dump, and makes a digest of those of each kind, so that two dumps can be compared without keeping them. */
export class RecordTally {
  readonly #counts = new Map<ArchiveRecord['kind'], number>()
  readonly #hashes = new Map<ArchiveRecord['kind'], Hash>()

  add(record: ArchiveRecord): void {
    const { kind } = record
    this.#counts.set(kind, this.count(kind) + 1)
    const hash = this.#hashes.get(kind) ?? createHash('sha256')
    this.#hashes.set(kind, hash.update(`${textOf(record)}\n`))
  }

  count(kind: ArchiveRecord['kind']): number {
    return this.#counts.get(kind) ?? 0
  }

  /** The digest of the records of each kind, in the order of their names. */
  digests(): ReadonlyMap<ArchiveRecord['kind'], string> {
    const entries = [...this.#hashes].map(([kind, hash]) => [kind, hash.copy().digest('hex')] as const)
    return new Map(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
  }
}

/** The same text for the same record, in whatever order a store writes its fields. */
function textOf(record: ArchiveRecord): string {
  if (record.kind === 'content') {
    const { sha256, bytes } = record
    return `${sha256} ${createHash('sha256').update(bytes).digest('hex')}`
  }
  return JSON.stringify(record, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  })
}
