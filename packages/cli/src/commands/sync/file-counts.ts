import type { AttachmentOptions, AttachmentResult } from '@sms/archive'
import type { SmsError } from '@sms/core'
import { explainSmsError } from '../../errors/explain-sms-error.ts'
import { printNotice } from '../../errors/print-notice.ts'
import { counted } from '../../formats/counted.ts'

/** Files that could not be stored for one reason. */
interface Failures {
  count: number
  readonly first: SmsError
}

/** Counts the files of messages that a sync stores, and those that it cannot store. */
export class FileCounts {
  #stored = 0
  readonly #failures = new Map<string, Failures>()

  /** @param hosts Names of hosts to download from as well. */
  options(hosts: readonly string[] | undefined): AttachmentOptions {
    return { hosts, onAttachment: (result) => this.#count(result) }
  }

  #count({ error }: AttachmentResult): void {
    if (error === null) {
      this.#stored += 1
      return
    }
    const reason = `${error.code} ${error.message}`
    const failures = this.#failures.get(reason) ?? { count: 0, first: error }
    failures.count += 1
    this.#failures.set(reason, failures)
  }

  /** A file that could not be stored does not fail a sync, so a line for each reason says so. */
  print(): void {
    if (this.#stored > 0) printNotice(`Stored ${counted(this.#stored, 'file')} of messages.`)
    for (const { count, first } of this.#failures.values()) {
      printNotice(`${counted(count, 'file')} could not be stored: ${first.code}: ${explainSmsError(first)}`)
    }
  }
}
