/** A day such as "2025-06-05", in UTC: the same on every machine. */
export function day(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** A time such as "08:44", in UTC. */
export function timeOfDay(time: Date): string {
  return time.toISOString().slice(11, 16)
}

/** A moment such as "2025-06-05 08:44:07 UTC". */
export function dayAndTime(time: Date): string {
  return `${day(time)} ${time.toISOString().slice(11, 19)} UTC`
}
