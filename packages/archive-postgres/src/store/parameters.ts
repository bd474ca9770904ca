import type { Value } from './connection.ts'

/** The values of a statement that is put together from parts. */
export class Parameters {
  readonly values: Value[] = []

  /** Adds a value, and returns what stands for it in the statement. */
  add(value: Value): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}
