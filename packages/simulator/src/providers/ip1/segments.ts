/** GSM 03.38: the default alphabet and its extension. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\f^{}\\[~\]|€]*$/
/** A character of the extension takes two septets: an escape and itself. */
const extension = /[\f^{}\\[~\]|€]/g

/** The smallest data coding that can carry the text. */
export function dataCodingOf(text: string): 'gsm' | 'ucs' {
  return gsm.test(text) ? 'gsm' : 'ucs'
}

/** The number of SMS that carry the text. A part of several holds six bytes less, for its header (3GPP TS 23.040). */
export function segmentsOf(text: string): number {
  if (dataCodingOf(text) === 'ucs') return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
  const septets = text.length + (text.match(extension)?.length ?? 0)
  return septets <= 160 ? 1 : Math.ceil(septets / 153)
}
