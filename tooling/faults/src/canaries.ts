import { inspect } from 'node:util'

/** Credentials, numbers and texts that no error may show. */
export const CANARY: Readonly<Record<'credential' | 'participant' | 'account' | 'name' | 'text', string>> = {
  credential: 'canary-credential-K7vQ2x',
  participant: '+46701740617',
  account: '+447700900317',
  name: 'Canary Name',
  text: 'canary text: the code is 493817',
}

/** The digits of a number in E.164. */
export function bareDigits(number: string): string {
  return number.slice(1)
}

/**
 * What gives a leak away in any test of the workspace: the word that tests put into what must stay secret, and whole
 * numbers of the ranges reserved for fiction. +46701740605 is the example that messages themselves show. `Y2FuYXJ5` is how
 * Basic credentials begin that begin with the word.
 */
const SECRETS: readonly RegExp[] = [
  /canary/i,
  /Y2FuYXJ5/,
  /493817/,
  /467017406(?!05)\d\d(?!\d)/,
  /447700900\d{3}(?!\d)/,
]

/** What of an error's secrets a program could see, each with its surroundings; empty where all is well. */
export function leaks(error: unknown): string[] {
  const seen = shown(error)
  return SECRETS.flatMap((secret) => {
    const at = seen.search(secret)
    return at < 0 ? [] : [seen.slice(Math.max(0, at - 60), at + 60)]
  })
}

/** Everything that a program may print of an error. */
function shown(error: unknown): string {
  const parts: unknown[] = [inspect(error, { depth: 9, showHidden: true })]
  for (let part = error; part instanceof Error; part = part.cause) {
    parts.push(part.message, part.stack, JSON.stringify(part), String(part))
  }
  // Where the code stands is no secret, whatever the folder is called.
  return parts.join('\n').replaceAll(/\n\s+at .*/g, '')
}
