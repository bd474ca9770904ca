import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

// What is not known about a process never shows that it has ended.
const UNKNOWN = '-'

/** Names a sync of this process as the owner of a lease: the machine, the process with its start, and the sync. */
export function newOwner(): string {
  return [machine(), process.pid, startOf(process.pid), randomUUID()].join(' ')
}

/** Whether the owner of a lease was a process of this machine that has ended. */
export function hasEnded(owner: string): boolean {
  const [host, pid, start = UNKNOWN] = owner.split(' ')
  if (host !== machine()) return false
  if (!isProcess(Number(pid))) return true
  const now = startOf(Number(pid))
  return start !== UNKNOWN && now !== UNKNOWN && start !== now
}

/**
 * Where a process has its number: the machine's name and its start, since a name alone may be given to another; and the
 * namespace, since a container of the same name does not see the processes of the others.
 */
function machine(): string {
  const name = hostname().replaceAll(/\s/g, '_')
  return [name, readLine('/proc/sys/kernel/random/boot_id'), namespace()].join('/')
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    // Not Linux.
    return UNKNOWN
  }
}

function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process exists, although this one may not send it signals.
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM'
  }
}

/** When a process started, in the clock ticks of proc_pid_stat(5). Other systems than Linux do not say so cheaply. */
function startOf(pid: number): string {
  const stat = readLine(`/proc/${pid}/stat`)
  // The second field is the program's name in brackets, which may contain anything.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? 'ended' : (fields[18] ?? UNKNOWN)
}

function readLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    // Not Linux, or no such process.
    return UNKNOWN
  }
}
