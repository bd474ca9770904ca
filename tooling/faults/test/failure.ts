import { SmsError } from '@sms/core'

/** The error that a call ends with. */
export async function failure(work: Promise<unknown>): Promise<SmsError> {
  const error: unknown = await work.then(
    () => new Error('the call did not fail'),
    (thrown: unknown) => thrown,
  )
  if (SmsError.is(error)) return error
  throw new Error('expected an SmsError', { cause: error })
}
