import type { MessageReader } from '@sms/core'

/** Whose conversation to read, and where. */
export interface Source {
  readonly reader: MessageReader
  readonly participant: string
}
