import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder, for as long as a test runs. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sms-record-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
