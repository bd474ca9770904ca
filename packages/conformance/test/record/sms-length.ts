/** GSM 03.38 (3GPP TS 23.038, 6.2.1): the default alphabet, and the characters that need an escape. */
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\f^{}\\[~\]|€]*$/
const ESCAPED = /[\f^{}\\[~\]|€]/g

/** The encoding, units and segments of a text as SMS (3GPP TS 23.040). */
export function smsLength(text: string): {
  readonly encoding: string
  readonly units: number
  readonly segments: number
} {
  if (!GSM.test(text)) return { encoding: 'ucs', units: text.length, segments: parts(text.length, 70, 67) }
  const escapes = text.match(ESCAPED)?.length ?? 0
  const units = text.length + escapes
  return { encoding: escapes > 0 ? 'gsm with extension' : 'gsm', units, segments: parts(units, 160, 153) }
}

function parts(units: number, single: number, several: number): number {
  return units <= single ? 1 : Math.ceil(units / several)
}
