import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileErrorCode } from '../errors/file-error-code.ts'

/** The process that made a claim. */
export interface RunOwner {
  readonly pid: number
  /** When the process started: two processes may have the same id, one after the other. */
  readonly start: string
  /** Identifies the last start of the machine, on Linux. */
  readonly boot: string
  /** Identifies the PID namespace, on Linux: a container sees only its own processes. */
  readonly namespace: string
  readonly host: string
}

const UNKNOWN = 'unknown'

// The PID namespace outside any container: `PROC_PID_INIT_INO` in include/linux/proc_ns.h.
const MACHINE_NAMESPACE = '4026531836'

const boot = orUnknown(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
const namespace = orUnknown(() => readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, ''))
const host = hostname().replaceAll(/[^\w.-]/g, '_') || UNKNOWN

export function thisRun(): RunOwner {
  return { pid: process.pid, start: startOf(process.pid), boot, namespace, host }
}

/** Whether the owner runs on another machine or in another container, so that this process cannot see its end. */
export function isElsewhere(owner: RunOwner): boolean {
  if (owner.host !== host) return true
  if (owner.boot === boot) return owner.namespace !== namespace
  // This machine has restarted. But if one of the two runs in a container, the other may be on another machine.
  return owner.namespace !== MACHINE_NAMESPACE || namespace !== MACHINE_NAMESPACE
}

/** Names the machine or container of an owner that is elsewhere. */
export function describePlace(owner: RunOwner): string {
  return owner.host === host ? `in another container named ${host}` : `on ${owner.host}`
}

/** Whether an owner is alive. If that is unknown, it counts as alive: an error is better than a damaged file. */
export function isAlive(owner: RunOwner): boolean {
  if (isElsewhere(owner)) return true
  if (owner.boot !== boot || !isProcess(owner.pid)) return false
  const start = startOf(owner.pid)
  return start === UNKNOWN || owner.start === UNKNOWN || start === owner.start
}

function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // The process exists, but belongs to another user.
    return fileErrorCode(error) === 'EPERM'
  }
}

function startOf(pid: number): string {
  return orUnknown(() => (process.platform === 'linux' ? startInProc(pid) : startByPs(pid)))
}

/** In clock ticks since the machine started: see proc_pid_stat(5). */
function startInProc(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets, which may contain anything.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? 'ended' : (fields[18] ?? UNKNOWN)
}

/** In seconds since 1970, on macOS and the BSDs. Windows has no `ps`: there, the id alone decides. */
function startByPs(pid: number): string {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  // Only this needs child processes, which take a while to load.
  const { execFileSync } = process.getBuiltinModule('node:child_process')
  const time = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env })
  return String(Date.parse(`${time.trim()} UTC`) / 1000)
}

function orUnknown(read: () => string): string {
  try {
    return read() || UNKNOWN
  } catch {
    return UNKNOWN
  }
}
