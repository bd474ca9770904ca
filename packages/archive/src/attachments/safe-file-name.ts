/**
 * The name of a file without what could lead elsewhere or look like another name: folders, control characters, and marks
 * of the direction of writing. Null if nothing is left.
 */
export function safeFileName(name: string | null): string | null {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  const visible = last.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '').trim()
  return /^\.*$/.test(visible) ? null : visible
}
