/**
 * Returns the value of an environment variable; undefined if it is not set, is empty, or the runtime has no
 * environment.
 */
export function environmentVariable(name: string): string | undefined {
  const { env } =
    (globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } }).process ?? {}
  const value = env?.[name]
  return value === '' ? undefined : value
}
