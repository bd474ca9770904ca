import { lstat, mkdir, open, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileErrorCode } from '../errors/file-error-code.ts'
import { UsageError } from '../errors/usage-error.ts'
import { describePlace, isAlive, isElsewhere, type RunOwner, thisRun } from './run-owner.ts'

/** The right of one run to write a file. */
export interface Lock {
  /** A path on the same disk for a file that is not whole yet. Only this run writes it. */
  readonly scratch: string
  /** Removes `scratch` and lets other runs write the file. */
  release(): Promise<void>
}

const CLAIM = /^(\d+)\.([\w-]+)\.([\w-]+)\.([\w-]+)\.([\w.-]+)$/
const MAX_LOOKS = 500
const PAUSE_MS = 20

/**
 * Locks a file for this run.
 *
 * The lock is the folder `FILE.lock`. Each run makes one empty file in it, its claim, whose name identifies the run. A run
 * that finds the claim of another live run withdraws. Each run looks only after its own claim exists, so of two runs at
 * least one sees the other. A claim of a run that has ended is removed. Its name is never used again, so this cannot
 * remove the claim of a live run.
 *
 * @param path The file, without links.
 * @param name What an error calls it.
 * @throws {UsageError} if another run writes the file.
 */
export async function lock(path: string, name: string): Promise<Lock> {
  const folder = `${path}.lock`
  const run = thisRun()
  const own = claimOf(run)
  await makeClaim(folder, own)
  for (let looks = 1; ; looks += 1) {
    const others = await liveClaims(folder, own)
    const [other] = others
    if (other === undefined) return hold(folder, own)
    // Two runs that start at the same time may see each other. The older one waits until the other withdraws.
    if (looks === MAX_LOOKS || others.some((one) => isOlder(one, run))) {
      await withdraw(folder, own)
      throw new UsageError(explain(name, folder, other))
    }
    await pause(PAUSE_MS)
  }
}

function claimOf({ pid, start, boot, namespace, host }: RunOwner): string {
  return [pid, start, boot, namespace, host].join('.')
}

function ownerOf(claim: string): RunOwner | null {
  const [, pid, start, boot, namespace, host] = CLAIM.exec(claim) ?? []
  if (pid === undefined || start === undefined || boot === undefined) return null
  if (namespace === undefined || host === undefined) return null
  return { pid: Number(pid), start, boot, namespace, host }
}

function isOlder(one: RunOwner, other: RunOwner): boolean {
  // Times of two machines cannot be compared.
  if (isElsewhere(one)) return true
  const difference = Number.parseInt(one.start, 10) - Number.parseInt(other.start, 10)
  // NaN if a time is unknown, 0 if both are the same.
  return (difference || one.pid - other.pid) < 0
}
async function makeClaim(folder: string, own: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (fileErrorCode(error) !== 'EEXIST') throw error
    // A link may lead to the folder of another program.
    if (!(await isFolder(folder))) {
      throw new UsageError(`${folder} is not a folder made by sms; move it elsewhere.`)
    }
  }
  try {
    const claim = await open(join(folder, own), 'wx', 0o600)
    await claim.close()
  } catch (error) {
    // Another run ended and removed the folder meanwhile.
    if (fileErrorCode(error) === 'ENOENT') return makeClaim(folder, own)
    throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory()
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return true
    throw error
  }
}

/** The other live runs that claim the file. Removes the claims of runs that have ended. */
async function liveClaims(folder: string, own: string): Promise<readonly RunOwner[]> {
  const live: RunOwner[] = []
  for (const name of await readdir(folder)) {
    const owner = name === own ? null : ownerOf(name)
    if (owner === null) continue
    if (isAlive(owner)) live.push(owner)
    else await rm(join(folder, name), { force: true })
  }
  return live
}

async function hold(folder: string, own: string): Promise<Lock> {
  const scratch = join(folder, 'part')
  // A killed run may have left its scratch file.
  await rm(scratch, { force: true })
  let isHeld = true
  return {
    scratch,
    async release() {
      if (!isHeld) return
      isHeld = false
      await rm(scratch, { force: true })
      await withdraw(folder, own)
    },
  }
}

async function withdraw(folder: string, own: string): Promise<void> {
  await rm(join(folder, own), { force: true })
  try {
    await rmdir(folder)
  } catch (error) {
    // It contains the claim of another run, or that run has removed it.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(fileErrorCode(error) ?? '')) throw error
  }
}

function explain(name: string, folder: string, owner: RunOwner): string {
  const process = `process ${owner.pid}`
  return isElsewhere(owner)
    ? `${name} is being written by ${process} ${describePlace(owner)}. If that run has ended, remove ${folder} and run this command again.`
    : `${name} is being written by another run (${process}). Wait for its end, or end it by: kill ${owner.pid}. Then run this command again.`
}
