import { toQueueError } from './queue-error.ts'

/** Runs an action on the database. Its errors are the archive's, and show no value of a row. */
export async function asArchiveErrors<Result>(
  schema: string,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    throw toQueueError(error, `the schema ${schema} with its queue`)
  }
}
