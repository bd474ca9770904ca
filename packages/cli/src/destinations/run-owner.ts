import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { systemCode } from '../errors/system-code.ts'

/** The process that made a claim. */
export interface RunOwner {
  readonly pid: number
  /** Differs between two processes that had the same id, one after the other. */
  readonly start: string
  readonly host: string
}

const UNKNOWN = 'unknown'
const host = hostname().replaceAll(/[^\w.-]/g, '_') || UNKNOWN

export function thisRun(): RunOwner {
  return { pid: process.pid, start: startOf(process.pid), host }
}

/** Whether an owner runs on another machine, so that this one cannot know whether it has ended. */
export function isElsewhere(owner: RunOwner): boolean {
  return owner.host !== host
}

/** Whether an owner is alive. It counts as alive if that cannot be known: a refused run is better than a damaged file. */
export function isAlive(owner: RunOwner): boolean {
  if (isElsewhere(owner)) return true
  if (!isProcess(owner.pid)) return false
  const start = startOf(owner.pid)
  return start === UNKNOWN || owner.start === UNKNOWN || start === owner.start
}

function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process exists, although this one may not send it signals.
    return systemCode(error) === 'EPERM'
  }
}

function startOf(pid: number): string {
  try {
    return process.platform === 'linux' ? startInProc(pid) : startByPs(pid)
  } catch {
    return UNKNOWN
  }
}

/** Clock ticks since the machine started, with the id of that start: see proc_pid_stat(5). */
function startInProc(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets, which may contain anything.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (state === 'Z' || state === 'X') return 'ended'
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return `${fields[18] ?? UNKNOWN}-${boot}`
}

/** The time of day in seconds, as macOS and the BSDs report it. Windows has no `ps`: there, the id alone decides. */
function startByPs(pid: number): string {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const time = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env })
  return String(Date.parse(`${time.trim()} UTC`) / 1000)
}
