import { createHash } from 'node:crypto'

// A name that every file system accepts, including one that ignores case.
const SAFE = /^[+a-z0-9][a-z0-9@._+-]{0,99}$/
// Windows reserves these names for devices, with any extension.
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/

/**
 * The name of a participant's file, without its extension. Two participants never share a name: a participant that is not
 * a safe name is shortened, and `~` and a digest follow.
 */
export function participantFileName(participant: string): string {
  if (SAFE.test(participant) && !DEVICE.test(participant)) return participant
  const readable = participant.replaceAll(/[^A-Za-z0-9@_+-]+/g, '_').slice(0, 40)
  const digest = createHash('sha256').update(participant).digest('hex').slice(0, 16)
  return `${readable}~${digest}`
}
