import { createHash } from 'node:crypto'

// What every file system takes, also one that ignores case.
const SAFE = /^[+a-z0-9][a-z0-9@._+-]{0,99}$/
// Names that Windows keeps for devices, whatever their ending.
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/

/**
 * The name of a participant's file, without its ending. Two participants never share one: a participant that cannot be
 * a name by itself is shortened to what can, followed by `~` and a digest.
 */
export function participantFileName(participant: string): string {
  if (SAFE.test(participant) && !DEVICE.test(participant)) return participant
  const readable = participant.replaceAll(/[^A-Za-z0-9@_+-]+/g, '_').slice(0, 40)
  const digest = createHash('sha256').update(participant).digest('hex').slice(0, 16)
  return `${readable}~${digest}`
}
