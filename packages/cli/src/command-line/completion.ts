import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { installedProviders } from '../providers/installed-providers.ts'

/** Adds `sms complete SHELL`, which prints a script, and what that script asks while somebody types. */
export function addCompletion(program: Command): void {
  const { commands } = tab(program)
  for (const { arguments: all } of commands.values()) {
    const provider = all.get('provider')
    if (provider === undefined) continue
    provider.handler = (complete) => {
      for (const installed of installedProviders(() => {})) complete(installed.provider, installed.packageName)
    }
  }
}
