import type { Destination } from './destinations/destination.ts'
import { resumableFile } from './destinations/resumable-file.ts'
import type { ResumeState } from './destinations/resume-state.ts'
import { standardOutput } from './destinations/standard-output.ts'
import { wholeFile } from './destinations/whole-file.ts'
import type { Format } from './formats/format.ts'
import { createProgress } from './progress.ts'
import { type List, readLists } from './read-lists.ts'
import { explainSmsError, tell } from './report.ts'
import { PartlyDone, Unfinished } from './unfinished.ts'

/** Where an export goes to. */
export interface Target {
  /** The file; standard output where there is none. */
  readonly output: string | undefined
  /** What a file is gone on with from, where that was asked for. */
  readonly resume: { readonly path: string; readonly state: ResumeState } | null
}

/** What is to be read, as what, to where. */
export interface ExportJob<T> {
  readonly lists: readonly List<T>[]
  /** What an item is. */
  readonly noun: string
  readonly limit: number | null
  readonly parallel: number
  readonly format: Format<T>
  readonly target: Target
  readonly signal: AbortSignal
}

/**
 * Reads lists and writes them.
 *
 * @throws {SmsError} for options that the provider cannot honour, before anything is begun.
 * @throws {Unfinished} for everything later.
 */
export async function writeExport<T>(job: ExportJob<T>): Promise<void> {
  const { lists, format, target, limit, signal } = job
  checkLists(lists, limit, signal)
  const progress = createProgress(job.noun, lists.length, limit)
  const destination = await openDestination(target, format.head, progress.clear)
  const rest = (): string => (progress.items === 0 ? '' : format.tail())
  try {
    const failures = await readLists({ ...job, destination, progress })
    progress.clear()
    if (failures.length === 0) return await destination.finish(format.tail())
    for (const { list, error } of failures) tell(`${list.label}: ${error.code}: ${explainSmsError(error)}`)
    // Nothing is no part: what was there before stays.
    const end = failures.length === lists.length ? destination.abandon : destination.finishPartly
    const advice = await end(rest())
    const failed = new PartlyDone(`${failures.length} of ${lists.length} participants failed.`)
    throw new Unfinished(failed, advice)
  } catch (error) {
    if (error instanceof Unfinished) throw error
    progress.clear()
    throw new Unfinished(error, await destination.abandon(rest()))
  }
}

/** What is wrong with every list is wrong with the command. */
function checkLists<T>(lists: readonly List<T>[], limit: number | null, signal: AbortSignal): void {
  let refused: unknown
  for (const list of lists) {
    try {
      // Nothing is requested before it is iterated over.
      list.read({ signal, ...(limit === null ? {} : { limit }) })
      return
    } catch (error) {
      refused = error
    }
  }
  throw refused
}

function openDestination(
  { output, resume }: Target,
  head: string,
  beforeWriting: () => void,
): Promise<Destination> {
  if (output === undefined) return standardOutput(head, beforeWriting)
  return resume === null ? wholeFile(output, head) : resumableFile(output, resume.path, resume.state, head)
}
