import type { VerifyReport } from '@sms/archive'
import { counted } from '../../formats/counted.ts'
import { printableLine } from '../../formats/printable.ts'

// A list of more is for programs.
const MOST_KEYS = 10

/** What a comparison has found, for people. */
export function verifyText(
  participant: string,
  { checked, missing, changed, vanished, digest }: VerifyReport,
): string {
  const differences = [
    ...described('missing: listed by the provider, not in the archive', missing),
    ...described('changed: listed by the provider with another content', changed),
    ...described('vanished: in the archive, not listed by the provider any more', vanished),
  ]
  const lines = [
    `${printableLine(participant)}: ${counted(checked, 'message')} compared.`,
    ...(differences.length === 0 ? ['No message is missing, changed or vanished.'] : differences),
    ...(digest.archive === digest.provider
      ? [`SHA-256 of both: ${digest.archive}`]
      : [`SHA-256 of the archive:  ${digest.archive}`, `SHA-256 of the provider: ${digest.provider}`]),
  ]
  return `${lines.join('\n')}\n`
}

function described(meaning: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return []
  const more = keys.length - MOST_KEYS
  return [
    `${keys.length} ${meaning}`,
    ...keys.slice(0, MOST_KEYS).map((key) => `  ${printableLine(key)}`),
    ...(more > 0 ? [`  and ${more} more; --format jsonl names all`] : []),
  ]
}
