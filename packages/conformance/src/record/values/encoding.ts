/** The encoding of a text as SMS: GSM 03.38, GSM 03.38 with its extension, or UCS-2. */
export type Encoding = 'gsm' | 'gsm-extended' | 'ucs-2'

/** Determines the number of segments (3GPP TS 23.040): 160 septets or 153 in each, or 70 UCS-2 units or 67 in each. */
export interface Measure {
  readonly encoding: Encoding
  /** Septets, or 16-bit units if the encoding is UCS-2. */
  readonly units: number
}

// 3GPP TS 23.038, 6.2.1.
const DEFAULT_ALPHABET = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/** The characters that need an escape, and so two septets (3GPP TS 23.038, 6.2.1.1). */
const EXTENSION = '\f^{}\\[~]|€'

export function measure(text: string): Measure {
  let extended = 0
  for (const character of text) {
    if (EXTENSION.includes(character)) extended += 1
    else if (!DEFAULT_ALPHABET.has(character)) return { encoding: 'ucs-2', units: text.length }
  }
  return { encoding: extended > 0 ? 'gsm-extended' : 'gsm', units: text.length + extended }
}
