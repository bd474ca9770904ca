import { SmsError } from '../error.ts'

/**
 * Appends the lines that led to a call to the stack of its error. The runtime shows few lines of a stack, and between a
 * request and the program that wants its messages are more.
 *
 * @param caller Made when the call was.
 */
export function addCaller(error: unknown, caller: Error): void {
  if (!SmsError.is(error) || caller.stack === undefined) return
  const lines = caller.stack.split('\n').filter((line) => line !== 'Error')
  error.stack = [error.stack, ...lines].join('\n')
}
