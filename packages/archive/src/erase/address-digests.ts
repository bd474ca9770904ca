import { scrypt } from 'node:crypto'

// 32 MiB of memory and about a tenth of a second for each digest: to try the ten thousand million numbers of a country
// takes thirty years of processor time, while a sync computes two digests for each participant at most. Changing any of
// these would make an archive forget whom it has erased.
const COST = 2 ** 15
const BLOCK_SIZE = 8
const PARALLELIZATION = 1
const BYTES = 16
const MOST_MEMORY = 2 * 128 * COST * BLOCK_SIZE

// Each takes about a hundred bytes.
const MOST_KEPT = 10_000

/** Computes the digests that an archive remembers addresses by. Each is computed once while the archive is open. */
export class AddressDigests {
  readonly #known = new Map<string, Promise<string>>()

  /**
   * The digest of a form of an address.
   *
   * @param salt The archive's own.
   */
  digest(form: string, salt: string): Promise<string> {
    const known = this.#known.get(form)
    if (known !== undefined) return known
    if (this.#known.size >= MOST_KEPT) this.#known.clear()
    const digest = compute(form, salt)
    this.#known.set(form, digest)
    return digest
  }
}

function compute(form: string, salt: string): Promise<string> {
  const options = { cost: COST, blockSize: BLOCK_SIZE, parallelization: PARALLELIZATION, maxmem: MOST_MEMORY }
  return new Promise((resolve, reject) => {
    scrypt(form, salt, BYTES, options, (error, key) => {
      if (error === null) resolve(key.toString('base64url'))
      else reject(error)
    })
  })
}
