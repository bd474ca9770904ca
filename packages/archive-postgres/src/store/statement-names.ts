/** Names statements, so that each connection prepares each of them once. */
export class StatementNames {
  readonly #names = new Map<string, string>()

  of(sql: string): string {
    const known = this.#names.get(sql)
    if (known !== undefined) return known
    const name = `sms_${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }
}
