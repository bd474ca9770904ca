import type { Change } from '@sms/archive'

/** What has happened to which message, without the place of the change. */
export function changeName(change: Change): string {
  if (change.kind === 'erased') return change.kind
  return `${change.kind} ${change.message.account} ${change.message.key}`
}
