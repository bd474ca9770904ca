/** "2025-06-05 08:44", in UTC: the same on every machine. */
export function minute(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ')
}
