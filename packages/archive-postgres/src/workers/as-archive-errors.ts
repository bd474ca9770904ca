import { AssertionError } from 'node:assert'
import { ArchiveError } from '@sms/archive/store'
import { SmsError } from '@sms/core'
import { toArchiveError, toConnectionLost } from '../store/database-error.ts'

/** Runs an action on the database. Its errors are the archive's, and show no value of a row. */
export async function asArchiveErrors<Result>(
  schema: string,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    const isOwn = ArchiveError.is(error) || SmsError.is(error) || error instanceof AssertionError
    throw isOwn ? error : toArchiveError(toConnectionLost(error), `the schema ${schema} with its queue`)
  }
}
