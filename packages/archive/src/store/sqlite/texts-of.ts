import { encodeText } from '../stored-text.ts'

/** Texts as one value for `json_each`, which returns each as it is stored. */
export function textsOf(texts: readonly string[]): string {
  // As an escape of JSON, since a statement would encode the character once more.
  return JSON.stringify(texts.map(encodeText)).replaceAll('\uFFFE', String.raw`\ufffe`)
}
