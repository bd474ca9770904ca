import { SmsError } from '../error.ts'

const errorsOfDetails = new WeakSet<object>()

/** Takes note that an error belongs to a request for the detail of an item: the token of its page was accepted. */
export function noteErrorOfDetail(error: unknown): void {
  if (error instanceof SmsError) errorsOfDetails.add(error)
}

/** Whether an error means that the provider refuses the token of a page. */
export function isTokenRefusal(error: unknown): error is SmsError {
  const isRejection = SmsError.is(error, 'rejected') || SmsError.is(error, 'not_found')
  return isRejection && !errorsOfDetails.has(error)
}
