/** Compares two strings by the bytes of their UTF-8, as `Buffer.compare` does, without making any. */
export function compareBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at += 1) {
    const left = one.charCodeAt(at)
    const right = other.charCodeAt(at)
    if (left !== right) return rank(left) - rank(right)
  }
  return one.length - other.length
}

/** Half of a pair of surrogates stands for a character beyond all that one code unit can be. */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x1_0000 : codeUnit
}
