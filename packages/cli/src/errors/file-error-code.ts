/** The code of an error of the operating system, such as ENOENT. */
export function fileErrorCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}

/** Whether the reader of a pipe closed it, as `head` does when it has enough. */
export function isClosedPipe(error: unknown): boolean {
  return fileErrorCode(error) === 'EPIPE'
}
