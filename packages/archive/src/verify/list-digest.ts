import { createHash } from 'node:crypto'
import { compareBytes } from './compare-bytes.ts'
import type { Listed, ListedMessages } from './listed-messages.ts'

/**
 * A digest of some messages of a list: SHA-256 over the key of each as JSON, and the SHA-256 of its content, in the order of
 * the bytes of the keys. Messages without an id are numbered anew, in the order of their contents, so that only how many there
 * are counts.
 *
 * @param names All keys of the list, without the numbers of messages without an id, in the order of their bytes.
 * @param content The content of a message; null if it is not one of them.
 */
export function digestList(
  listed: ListedMessages,
  names: readonly string[],
  content: (message: Listed) => Buffer | null,
): string {
  const hash = createHash('sha256')
  for (const name of names) {
    const one = listed.withId(name)
    const copies = one === undefined ? listed.copiesOf(name) : [one]
    const contents = copies.map(content).filter((digest) => digest !== null)
    if (one !== undefined) {
      for (const digest of contents) hash.update(JSON.stringify(name)).update(digest)
      continue
    }
    const sorted = contents.toSorted((left, right) => left.compare(right))
    const numbered = sorted.map((digest, number) => [`${name}:${number}`, digest] as const)
    // From ten copies on, the order of the bytes is not that of the numbers.
    for (const [key, digest] of numbered.toSorted(([left], [right]) => compareBytes(left, right)))
      hash.update(JSON.stringify(key)).update(digest)
  }
  return hash.digest('hex')
}

/** The keys of a list, without the numbers of messages without an id, in the order of their bytes. */
export function namesOf(listed: ListedMessages): readonly string[] {
  return [...listed.ids(), ...listed.contents()].toSorted(compareBytes)
}
