/** The shells that `sms complete` has a script for. */
export const shells: readonly string[] = ['bash', 'zsh', 'fish', 'powershell']
