import { encodeText } from '../stored-text.ts'

/** Texts as one value for `json_each`, each as it is stored. */
export function textsOf(texts: readonly string[]): string {
  return JSON.stringify(texts.map(encodeText))
}
