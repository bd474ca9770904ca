import { lstat, mkdir, open, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemCode } from '../errors/system-code.ts'
import { UsageError } from '../errors/usage-error.ts'
import { isAlive, isElsewhere, type RunOwner, thisRun } from './run-owner.ts'

/** The right of one run to write a file. */
export interface Lock {
  /** Where a file is written until it is whole: on the same disk, and only this run writes it. */
  readonly scratch: string
  /** Removes what is left in `scratch` and lets other runs write the file. */
  release(): Promise<void>
}

const CLAIM = /^(\d+)\.([\w-]+)\.([\w.-]+)$/
const LOOKS = 500
const PAUSE_MS = 20

/**
 * Locks a file for this run.
 *
 * The lock is the folder `FILE.lock`, in which each run makes one empty file, its claim, whose name says who owns it.
 * A run that finds the claim of another live run withdraws. Because each looks only after its own claim is there, of
 * two runs at least one sees the other. A claim of a run that has ended is removed: its name is never used again, so
 * no live run loses its claim by that.
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
    // Two runs that start at the same moment may see each other. The older one waits for the other to withdraw.
    if (looks === LOOKS || others.some((one) => isOlder(one, run))) {
      await withdraw(folder, own)
      throw new UsageError(explain(name, folder, other))
    }
    await pause(PAUSE_MS)
  }
}

function claimOf({ pid, start, host }: RunOwner): string {
  return `${pid}.${start}.${host}`
}

function isOlder(one: RunOwner, other: RunOwner): boolean {
  // Another machine counts its time from another start.
  if (isElsewhere(one)) return true
  const difference = Number.parseInt(one.start, 10) - Number.parseInt(other.start, 10)
  // Not known, or the same.
  return (difference || one.pid - other.pid) < 0
}

function ownerOf(claim: string): RunOwner | null {
  const [, pid, start, host] = CLAIM.exec(claim) ?? []
  return pid === undefined || start === undefined || host === undefined
    ? null
    : { pid: Number(pid), start, host }
}

async function makeClaim(folder: string, own: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    // A link could lead to a folder of someone else.
    if (!(await isFolder(folder))) {
      throw new UsageError(`${folder} is not a folder made by sms; move it elsewhere.`)
    }
  }
  try {
    const claim = await open(join(folder, own), 'wx', 0o600)
    await claim.close()
  } catch (error) {
    // Another run has ended and removed the folder in between.
    if (systemCode(error) === 'ENOENT') return makeClaim(folder, own)
    throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return true
    throw error
  }
}

/** The other runs that claim the file. Removes the claims of those that have ended. */
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
  // A run that was killed may have left its own.
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
    // The claim of another run is in it, or that run has removed it.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) throw error
  }
}

function explain(name: string, folder: string, owner: RunOwner): string {
  const process = `process ${owner.pid}`
  return isElsewhere(owner)
    ? `${name} is being written by ${process} on ${owner.host}. If that run has ended, remove ${folder} and run this command again.`
    : `${name} is being written by another run (${process}). Wait until it has ended, or end it by: kill ${owner.pid}. Then run this command again.`
}
