import { SmsError } from '@sms/core'

/** The `SmsError` that a call rejects with. */
export async function smsErrorOf(call: Promise<unknown>): Promise<SmsError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (SmsError.is(error)) return error
  throw new Error('The call did not reject with an SmsError.', { cause: error })
}
