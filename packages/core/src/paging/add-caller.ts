import { SmsError } from '../error.ts'

/**
 * Appends the lines that led to a call to the stack of its error. Node.js prints ten lines of a stack, and more lie between
 * `fetch` and the caller.
 *
 * @param caller Made when the call was.
 */
export function addCaller(error: unknown, caller: Error): void {
  if (!SmsError.is(error) || caller.stack === undefined) return
  const lines = caller.stack.split('\n').filter((line) => line !== 'Error')
  error.stack = [error.stack, ...lines].join('\n')
}
