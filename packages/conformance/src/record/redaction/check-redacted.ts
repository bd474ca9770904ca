import { deliveryStatuses, errorCodes } from '../../contract/vocabulary.ts'
import type { Fixture, RecordedCall } from '../../fixture/fixture.ts'
import type { SensitiveValues } from '../values/sensitive-values.ts'
import { RecordError } from '../record-error.ts'
import { pathOf } from '../text/classify-text.ts'
import { BASE_URL } from '../../fixture/base-url.ts'

/**
 * The last check before a file is written.
 *
 * @throws {RecordError} If the file holds anything original.
 */
export function checkRedacted(
  text: string,
  fixture: Fixture,
  originals: SensitiveValues,
  keep: readonly string[],
): void {
  const found = originals.findIn(text, harmlessWords(fixture))
  if (found === undefined) return
  const { what, field } = found
  const pathInFile = placeOf(fixture, (value) => originals.findIn(value)?.field === field)
  const place = pathInFile.replace(/^calls\.exchanges\.response\.body\./, '') || 'the file'
  const advice = keep.includes(place)
    ? `Remove \`${place}\` from \`keep\`, or add \`${field}\` to it if the values are harmless.`
    : 'If it is an account id, use one without a run of digits. Otherwise report this as a bug of sms-record.'
  throw new RecordError(
    `${what} of \`${field}\` is left in \`${place}\`, so the file is not written. ${advice}`,
  )
}

/** The words that every fixture may hold. A message that consists of one of them is no finding. */
function harmlessWords(fixture: Fixture): string {
  const { scenario, source, calls } = fixture
  return [
    ...keysOf(fixture),
    ...calls.flatMap(({ exchanges }) =>
      exchanges.map(({ response }) => response.headers['content-type'] ?? ''),
    ),
    ...calls.flatMap(ownWords),
    ...calls.flatMap(({ outcome }) =>
      [outcome.items?.[0], outcome.summary].map((item) => String(item?.['provider'])),
    ),
    ...deliveryStatuses,
    ...errorCodes,
    scenario,
    JSON.stringify(source),
    BASE_URL,
    'messages conversations summary inbound outbound newest-first oldest-first null true false',
    'customer- @example.com https://example.com/file-',
  ].join('\n')
}

/** The words of the first request, which the reader sends before it receives anything. */
function ownWords({ resume, exchanges: [first] }: RecordedCall): readonly string[] {
  if (resume === true || first === undefined) return []
  return [first.request.path, ...Object.values(first.request.query)]
}

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(keysOf)
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
}

/** The path of the first field whose value or name meets a condition. */
function placeOf(value: unknown, meets: (text: string) => boolean, path = ''): string {
  if (typeof value !== 'object' || value === null) return meets(String(value)) ? path : ''
  for (const [key, inner] of Object.entries(value)) {
    const below = Array.isArray(value) ? path : pathOf(path, key)
    const place = meets(key) ? below : placeOf(inner, meets, below)
    if (place !== '') return place
  }
  return ''
}
