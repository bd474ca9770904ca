import { writeSync } from 'node:fs'
import { choosePostgres } from '../../archive/choose-postgres.ts'
import { loadWorkers } from '../../archive/load-postgres-archive.ts'
import { redactSecrets } from '../../credentials/secrets.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import type { ArchiveOptions } from '../../options/archive-options.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import { type OpenReader, openReader } from '../../providers/open-reader.ts'

/** The options of `sms worker`. */
export interface WorkerCommandOptions extends ReaderOptions, ArchiveOptions {
  readonly account?: string
  readonly concurrency?: number
}

/** A reader whose requests are sent by a `fetch` that is known later. */
interface Source {
  readonly opened: OpenReader
  use(fetch: typeof globalThis.fetch): void
}

/** `sms worker`: syncs the conversations that are due, until the signal. */
export async function runWorker(
  providers: readonly string[],
  options: WorkerCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const address = choosePostgres(options)
  const { startWorker } = await loadWorkers()
  const { account = 'default', concurrency } = options
  await using opening = new AsyncDisposableStack()
  const sources = new Map<string, Source>()
  // A missing credential is reported before anything is taken from the queue.
  for (const provider of new Set(providers)) {
    const source = await openSource(provider, options, signal)
    opening.use(source.opened)
    sources.set(provider, source)
  }
  const output = new AbortController()
  const worker = await startWorker({
    ...omitUndefined({ schema: address.schema, concurrency }),
    url: address.url,
    signal: AbortSignal.any([signal, output.signal]),
    readers(provider, of, fetch) {
      const source = of === account ? sources.get(provider) : undefined
      source?.use(fetch)
      return source?.opened.reader ?? null
    },
    log(event) {
      try {
        writeSync(1, redactSecrets(jsonLine({ time: new Date(), ...event })))
      } catch (error) {
        // Its conversations are handed back first.
        output.abort(error)
      }
    },
  })
  await worker.stopped
  output.signal.throwIfAborted()
}

async function openSource(
  provider: string,
  options: WorkerCommandOptions,
  signal: AbortSignal,
): Promise<Source> {
  let limited = globalThis.fetch
  const opened = await openReader(provider, options, signal, (input, init) => limited(input, init))
  return { opened, use: (fetch) => (limited = fetch) }
}
